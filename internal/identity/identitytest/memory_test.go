package identitytest_test

import (
	"testing"

	"jiheng/internal/identity/identitytest"
)

func TestTheRepositoryInMemoryKeepsTheContract(t *testing.T) {
	t.Parallel()
	identitytest.Run(t, func(*testing.T) identitytest.Subject {
		return identitytest.SubjectOf(identitytest.NewMemory())
	})
}
