package signing

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"

	"jiheng/internal/fault"
)

const (
	privateBlock = "PRIVATE KEY"
	publicBlock  = "PUBLIC KEY"
	// maxKeyFile bounds what is read as a key, in bytes.
	maxKeyFile = 16 << 10
	// PublicSuffix is what the name of a public key's file ends in.
	PublicSuffix = ".pub"
)

// PublicPEM writes the public half of a key.
// Fault: invalid key_unreadable.
func PublicPEM(v Verifier) ([]byte, error) {
	public, err := publicOf(v)
	if err != nil {
		return nil, err
	}
	der, err := smx509.MarshalPKIXPublicKey(public)
	if err != nil {
		return nil, unreadable(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: publicBlock, Bytes: der}), nil
}

func publicOf(v Verifier) (any, error) {
	switch k := v.(type) {
	case ed25519Key:
		return k.public, nil
	case ed25519Signer:
		return k.public, nil
	case sm2Key:
		return k.public, nil
	case sm2Signer:
		return k.public, nil
	}
	return nil, unreadable(nil)
}

// privatePEM writes the private half.
func privatePEM(s Signer) ([]byte, error) {
	var key any
	switch k := s.(type) {
	case ed25519Signer:
		key = k.private
	case sm2Signer:
		key = k.private
	}
	der, err := smx509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, unreadable(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: privateBlock, Bytes: der}), nil
}

// ParsePublic reads a public key. Fault: invalid key_unreadable.
func ParsePublic(text []byte) (Verifier, error) {
	der, err := blockOf(text, publicBlock)
	if err != nil {
		return nil, err
	}
	public, err := smx509.ParsePKIXPublicKey(der)
	if err != nil {
		return nil, unreadable(err)
	}
	switch k := public.(type) {
	case ed25519.PublicKey:
		return newEd25519Key(k)
	case *ecdsa.PublicKey:
		if k.Curve == sm2.P256() {
			return newSM2Key(k)
		}
	}
	return nil, unreadable(nil)
}

// ParsePrivate reads a private key. Fault: invalid key_unreadable.
func ParsePrivate(text []byte) (Signer, error) {
	der, err := blockOf(text, privateBlock)
	if err != nil {
		return nil, err
	}
	private, err := smx509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, unreadable(err)
	}
	switch k := private.(type) {
	case ed25519.PrivateKey:
		return newEd25519Signer(k)
	case *sm2.PrivateKey:
		return newSM2Signer(k)
	}
	return nil, unreadable(nil)
}

// blockOf takes the one block of a PEM file.
func blockOf(text []byte, want string) ([]byte, error) {
	block, rest := pem.Decode(text)
	if block == nil || block.Type != want || len(block.Headers) > 0 {
		return nil, unreadable(nil)
	}
	if more, _ := pem.Decode(rest); more != nil {
		return nil, unreadable(errors.New("more than one key"))
	}
	return block.Bytes, nil
}

func unreadable(err error) error {
	return fault.Wrap(err, fault.Invalid, "key_unreadable", "no key of ed25519 or sm2 in PEM")
}

// WriteFiles writes a key to a file that only its owner may read, and its
// public half beside it. Neither file may be there already.
// Faults: conflict key_exists; internal key_not_written.
func WriteFiles(path string, s Signer) error {
	private, err := privatePEM(s)
	if err != nil {
		return err
	}
	public, err := PublicPEM(s)
	if err != nil {
		return err
	}
	if err := create(path, private, 0o600); err != nil {
		return err
	}
	return create(path+PublicSuffix, public, 0o644)
}

func create(path string, content []byte, mode fs.FileMode) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode) //nolint:gosec // the administrator names the file
	if errors.Is(err, fs.ErrExist) {
		return fault.Wrap(err, fault.Conflict, "key_exists", "%s is there already", path).With("file", path)
	}
	if err == nil {
		_, err = file.Write(content)
		err = errors.Join(err, file.Sync(), file.Close())
	}
	if err != nil {
		return fault.Wrap(err, fault.Internal, "key_not_written", "write %s", path).With("file", path)
	}
	return nil
}

// ReadFile reads a private key. A file that others may read is refused.
// Faults: invalid key_unreadable, key_not_private.
func ReadFile(path string) (Signer, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fault.New(fault.Invalid, "key_not_private", "%s may be read by others", path).With("file", path)
	}
	text, err := readKey(path, info.Size())
	if err != nil {
		return nil, err
	}
	return ParsePrivate(text)
}

// ReadPublicFile reads a public key. Fault: invalid key_unreadable.
func ReadPublicFile(path string) (Verifier, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(err)
	}
	text, err := readKey(path, info.Size())
	if err != nil {
		return nil, err
	}
	return ParsePublic(text)
}

func readKey(path string, size int64) ([]byte, error) {
	if size > maxKeyFile {
		return nil, unreadable(errors.New("too large"))
	}
	text, err := os.ReadFile(path) //nolint:gosec // the administrator names the file
	if err != nil {
		return nil, unreadable(err)
	}
	return text, nil
}
