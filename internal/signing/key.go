package signing

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"

	"jiheng/internal/fault"
)

// Algorithm is a way of signing (签名算法).
type Algorithm string

// The algorithms.
const (
	Ed25519 Algorithm = "ed25519"
	SM2     Algorithm = "sm2" // with SM3 digests (国密)
)

// Algorithms lists all algorithms.
func Algorithms() []Algorithm { return []Algorithm{Ed25519, SM2} }

// Verifier checks signatures made with one key (验签公钥).
type Verifier interface {
	Algorithm() Algorithm
	// KeyID is the SHA-256 of the public key, hex.
	KeyID() string
	// Verifies tells whether a signature was made over a message with this key.
	Verifies(message, signature []byte) bool
}

// Signer signs with one key (签名私钥), and checks what it signed.
type Signer interface {
	Verifier
	Sign(message []byte) ([]byte, error)
}

// Generate makes a new key.
// Fault: invalid algorithm_unknown.
func Generate(a Algorithm) (Signer, error) {
	switch a {
	case Ed25519:
		_, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, fault.Wrap(err, fault.Internal, "key_not_made", "make a key")
		}
		return newEd25519Signer(key)
	case SM2:
		key, err := sm2.GenerateKey(rand.Reader)
		if err != nil {
			return nil, fault.Wrap(err, fault.Internal, "key_not_made", "make a key")
		}
		return newSM2Signer(key)
	}
	return nil, fault.New(fault.Invalid, "algorithm_unknown", "no algorithm %q", a).With("algorithm", string(a))
}

// keyID names a public key by its content.
func keyID(public any) (string, error) {
	der, err := smx509.MarshalPKIXPublicKey(public)
	if err != nil {
		return "", fault.Wrap(err, fault.Invalid, "key_unreadable", "encode a public key")
	}
	sum := sha256.Sum256(der)
	return hex.EncodeToString(sum[:]), nil
}

type ed25519Key struct {
	id     string
	public ed25519.PublicKey
}

func newEd25519Key(public ed25519.PublicKey) (ed25519Key, error) {
	id, err := keyID(public)
	return ed25519Key{id, public}, err
}

func (ed25519Key) Algorithm() Algorithm { return Ed25519 }

func (k ed25519Key) KeyID() string { return k.id }

func (k ed25519Key) Verifies(message, signature []byte) bool {
	return ed25519.Verify(k.public, message, signature)
}

type ed25519Signer struct {
	ed25519Key
	private ed25519.PrivateKey
}

func newEd25519Signer(private ed25519.PrivateKey) (Signer, error) {
	public, err := newEd25519Key(private.Public().(ed25519.PublicKey)) //nolint:forcetypeassert // its own type
	return ed25519Signer{public, private}, err
}

func (s ed25519Signer) Sign(message []byte) ([]byte, error) {
	return ed25519.Sign(s.private, message), nil
}

type sm2Key struct {
	id     string
	public *ecdsa.PublicKey
}

func newSM2Key(public *ecdsa.PublicKey) (sm2Key, error) {
	id, err := keyID(public)
	return sm2Key{id, public}, err
}

func (sm2Key) Algorithm() Algorithm { return SM2 }

func (k sm2Key) KeyID() string { return k.id }

func (k sm2Key) Verifies(message, signature []byte) bool {
	return sm2.VerifyASN1WithSM2(k.public, nil, message, signature)
}

type sm2Signer struct {
	sm2Key
	private *sm2.PrivateKey
}

func newSM2Signer(private *sm2.PrivateKey) (Signer, error) {
	public, err := newSM2Key(&private.PublicKey)
	return sm2Signer{public, private}, err
}

// Sign makes the same signature of the same message every time, so that no
// weak source of chance can betray the key.
func (s sm2Signer) Sign(message []byte) ([]byte, error) {
	h, err := sm2.NewHash(s.public)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "not_signed", "hash with sm2")
	}
	_, _ = h.Write(message) // a hash never fails to write
	signature, err := sm2.SignDeterministic(s.private, h.Sum(nil), nil)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "not_signed", "sign with sm2")
	}
	return signature, nil
}
