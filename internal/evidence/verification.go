package evidence

import (
	"encoding/json"

	"jiheng/internal/fault"
)

// VerificationName is where it lies what the installation verified to.
const VerificationName = "verification.json"

// Verification is what the verification of the installation came to just before
// the package was made (制作时的核验结果). Whoever packs what somebody has bent
// says so in the package itself: nothing else in it shows what a row was.
type Verification struct {
	Entries     int64 `json:"entries"`
	Files       int64 `json:"files"`
	Checkpoints int64 `json:"checkpoints"`
	Histories   int64 `json:"histories"`
	// Findings are what was broken, Warnings what was odd, a line each.
	Findings []string `json:"findings"`
	Warnings []string `json:"warnings"`
}

// readVerification reads one; it has to have looked at something.
func readVerification(text []byte) (Verification, error) {
	var v Verification
	if err := json.Unmarshal(text, &v); err != nil || v.Entries == 0 || v.Findings == nil {
		return v, fault.New(fault.Invalid, "verification_unreadable", "the result of the verification cannot be read")
	}
	return v, nil
}

// verification repeats what was found when the package was made. It is a finding
// of the package too: what is in it does not hold, though it is as it was packed.
func (v *verifier) verification() {
	if v.layout < layoutVerified {
		return // of a program that did not say
	}
	text, ok := v.read(VerificationName)
	if !ok {
		return
	}
	said, err := readVerification(text)
	if err != nil {
		v.report.find(VerificationName, unreadableWord, "", "")
		return
	}
	for _, line := range said.Findings {
		v.report.Bent++
		v.report.find(VerificationName, foundWhenMade+line, "", "")
	}
	for _, line := range said.Warnings {
		v.report.Warnings = append(v.report.Warnings, foundWhenMade+line)
	}
}
