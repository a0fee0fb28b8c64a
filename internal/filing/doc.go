// Package filing is how a sealed dossier goes from a unit to its finance
// bureau and how the answer comes back (报送、回执、退回): what is signed, the
// one file that carries it, and the HTTP call.
//
// # The filing file
//
// A filing is one signed envelope (see signing) as one line of JSON, then the
// package of the dossier as it was sealed, byte for byte. The same bytes go
// over HTTP and onto a memory stick. Programs that unpack ZIP files open it as
// it is, since they look for the directory at the end.
//
// # Who answers for what
//
// The unit signs a Manifest: which evaluation, which year, which digest, the
// how manieth filing it is and which one it replaces. The bureau signs a
// Receipt, or later a Return with its reasons. Each names the digest, so none
// can be taken for an answer to something else.
package filing
