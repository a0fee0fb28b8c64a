package evaluationtest_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/evaluation"
	"jiheng/internal/evaluation/evaluationtest"
)

func TestTheCaseRunsToItsEndWithEverybodyAtWork(t *testing.T) {
	t.Parallel()
	c := evaluationtest.New(t).Running().Finished()
	require.Equal(t, evaluation.Finished, c.Evaluation.State)
	require.Equal(t, c.Evaluation.Dossier.Digest, c.Evaluation.Publication.Digest)
	require.Equal(t, c.Evaluation.Dossier.Digest, c.Evaluation.Filing.Digest)
}
