package activities

import "context"

// Auditor verifies the whole installation.
type Auditor interface {
	// VerifyAll verifies everything, keeps the result as an entry, and raises
	// the alarm if something was found.
	VerifyAll(ctx context.Context) (VerificationResult, error)
}

// VerificationResult is what a verification came to (核验结果).
type VerificationResult struct {
	Entries  int64   `json:"entries"`
	Findings int64   `json:"findings"`
	Seconds  float64 `json:"seconds"`
}

// VerifyAll verifies the whole installation. What it finds is a result and no
// failure; it fails only where it could not verify.
func (a *Activities) VerifyAll(ctx context.Context) (VerificationResult, error) {
	stop := alive(ctx)
	defer stop()
	r, err := a.Auditor.VerifyAll(ctx)
	return r, toTemporal(err)
}
