// Package dossier seals the result of an evaluation (定稿).
//
// A Manifest lists every document by SHA-256 and SM3; the digest of its
// canonical bytes is the digest of the dossier. Pack writes manifest and
// documents as one ZIP that is the same to the last byte whenever and
// wherever it is packed. Verify, offline, finds any byte that differs. What is
// filed (报送) and what is published (公开) are this one ZIP.
//
// # Format, version 1
//
// The ZIP holds, in the byte order of their names,
//
//	SHA256SUMS     lines of sha256sum for everything below, and for SM3SUMS
//	SM3SUMS        the same with SM3, for everything below
//	files/…        the documents
//	manifest.json  the manifest: JSON in the order of its fields, two spaces
//	               of indent, no escapes beyond the needed, a final newline
//	说明.txt        the Note of the manifest, with a byte order mark and CRLF
//
// Version 2 has the attestation at the end of the manifest, version 3 says that
// it was made in a rehearsal, with an attestation before that or without. A public package
// from which files are withheld has the same manifest.json, lacks those files,
// and has
//
//	withheld.json  path, size and digests of each as in the manifest, with the
//	               reason, the basis and the post that decided
//
// Entries are stored, not compressed, so that no compressor has a say in the
// bytes. Each has the UTF-8 flag, Unix mode 0644, and as time SealedAt in
// Asia/Shanghai; no extra fields, descriptors or comments; no ZIP64, hence
// less than 4 GiB in all.
package dossier
