package store_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/internal/administration"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
	"jiheng/internal/store"
	"jiheng/internal/store/storetest"
	"jiheng/policy"
)

func proposing(id string, version int) administration.DefinitionCommand {
	return administration.DefinitionCommand{
		Action: policy.Propose, Proposal: id, Process: evaluation.ProcessRef{Name: "p", Version: version, Digest: "d" + id},
		Title: "流程", Source: "source " + id, Reason: "按新办法调整时限",
	}
}

func (o *office) tryDefinition(by evaluation.PersonID, c administration.DefinitionCommand) (administration.DefinitionProposal, error) {
	req := store.AdministrationRequest{Actor: by, PolicyVersion: o.policy.Version(), RequestID: "r", ClientAddress: "192.0.2.1"}
	return o.s.AdministerDefinition(context.WithoutCancel(o.t.Context()), req, c,
		func(f administration.DefinitionFacts) (administration.DefinitionDecision, error) {
			return administration.DecideDefinition(o.policy, f, c)
		})
}

// requireRegistered: the rows are what the journal of the installation says.
func (o *office) requireRegistered() {
	o.t.Helper()
	books := administration.NewBooks()
	_, err := o.s.VerifyInstallationJournal(o.t.Context(), func(e journal.Entry) error { return books.Add(e) })
	require.NoError(o.t, err)
	kept, err := o.s.Registers(o.t.Context())
	require.NoError(o.t, err)
	for _, r := range []administration.Register{administration.Processes, administration.DefinitionRequests} {
		require.Equal(o.t, books.Registers[r], kept[r], r)
	}
	require.Empty(o.t, books.Unlike)
}

func TestADefinitionIsThereOnceTwoHaveAgreed(t *testing.T) {
	t.Parallel()
	o := newOffice(t, storetest.DSN(t))
	asked, err := o.tryDefinition("sam", proposing("d1", 1))
	require.NoError(t, err)
	again, err := o.tryDefinition("sam", proposing("d1", 1))
	require.NoError(t, err)
	require.Equal(t, asked, again, "twice is once")
	o.requireRegistered()
	_, err = o.s.Definition(t.Context(), asked.Process)
	require.Equal(t, "definition_not_found", fault.ReasonOf(err), "nothing counts yet")

	// Two approve at once: one is first, and the other hears of it.
	results := make([]error, 2)
	var wg sync.WaitGroup
	for i, who := range []evaluation.PersonID{"kate", "kim"} {
		wg.Go(func() {
			_, results[i] = o.tryDefinition(who, administration.DefinitionCommand{Action: evaluation.Approve, Proposal: "d1"})
		})
	}
	wg.Wait()
	require.Equal(t, "proposal_settled", fault.ReasonOf(errors.Join(results...)))
	source, err := o.s.DefinitionSource(t.Context(), asked.Process)
	require.NoError(t, err)
	require.Equal(t, asked.Source, source)
	_, err = o.tryDefinition("sam", proposing("d2", 1))
	require.Equal(t, "version_not_new", fault.ReasonOf(err))

	_, err = o.tryDefinition("sam", proposing("d3", 2))
	require.NoError(t, err)
	_, err = o.tryDefinition("kate", administration.DefinitionCommand{Action: policy.Reject, Proposal: "d3", Reason: "不符合规定"})
	require.NoError(t, err)
	list, next, err := o.s.DefinitionProposals(t.Context(), 1, "")
	require.NoError(t, err)
	require.Equal(t, "d3", list[0].ID)
	require.Empty(t, list[0].Source)
	list, _, err = o.s.DefinitionProposals(t.Context(), 1, next)
	require.NoError(t, err)
	require.Equal(t, "d1", list[0].ID)
	one, err := o.s.DefinitionProposal(t.Context(), "d1")
	require.NoError(t, err)
	require.Equal(t, "source d1", one.Source)
	_, err = o.s.DefinitionProposal(t.Context(), "none")
	require.Equal(t, "proposal_not_found", fault.ReasonOf(err))
	o.requireRegistered()
}

func TestTheDatabaseLetsNobodyPublishAlone(t *testing.T) {
	t.Parallel()
	dsn := storetest.DSN(t)
	o := newOffice(t, dsn)
	for _, c := range []administration.DefinitionCommand{proposing("d1", 1), {Action: evaluation.Approve, Proposal: "d1"}, proposing("d2", 2)} {
		by := evaluation.PersonID("sam")
		if c.Action == evaluation.Approve {
			by = "kate"
		}
		_, err := o.tryDefinition(by, c)
		require.NoError(t, err)
	}
	conn := connect(t, dsn)
	const decided = `UPDATE definition_proposals SET state = 'approved', decided_at = now(), decided_by = `
	for statement, refusal := range map[string]string{
		decided + `'sam' WHERE id = 'd2'`:                              "no security administrator",
		decided + `'alex' WHERE id = 'd2'`:                             "no security administrator",
		decided + `'kate' WHERE id = 'd2'`:                             "is not published",
		decided + `'kim' WHERE id = 'd1'`:                              "decided once",
		`UPDATE definition_proposals SET source = 'x' WHERE id = 'd2'`: "decided once",
		`DELETE FROM definition_proposals`:                             "decided once",
		`TRUNCATE definition_proposals`:                                "append-only",
		`INSERT INTO definition_proposals SELECT 'd3', name, version, digest, title, source, reason, proposed_by, proposed_at, expires_at, state, decided_by, decided_at, note
			FROM definition_proposals WHERE id = 'd1'`: "begins undecided",
		`INSERT INTO definition_proposals SELECT 'd4', name, 0, digest, title, source, reason, proposed_by, proposed_at, expires_at, 'proposed', '', NULL, ''
			FROM definition_proposals WHERE id = 'd1'`: "version_check",
	} {
		_, err := conn.Exec(t.Context(), statement)
		require.ErrorContains(t, err, refusal, statement)
	}
}

func TestTheConsolePublishesAloneOnlyWhereNobodyCanApprove(t *testing.T) {
	t.Parallel()
	cfg := storetest.StoreConfig(storetest.DSN(t))
	cfg.Parse = func(_ string, source []byte) (*evaluation.Definition, error) {
		return &evaluation.Definition{Name: "q", Version: int(source[0] - '0'), Title: "流程", Digest: "d" + string(source)}, nil
	}
	s, err := store.Open(t.Context(), cfg)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	ref, proposed, err := s.PublishAtConsole(t.Context(), []byte("1"), "升级")
	require.NoError(t, err)
	require.False(t, proposed)
	_, err = s.Definition(t.Context(), ref)
	require.NoError(t, err)
	_, _, err = s.PublishAtConsole(t.Context(), []byte("1 changed"), "升级")
	require.Equal(t, "version_not_new", fault.ReasonOf(err))

	o := newOffice(t, cfg.DSN)
	ref, proposed, err = s.PublishAtConsole(t.Context(), []byte("2"), "升级")
	require.NoError(t, err)
	require.True(t, proposed)
	list, _, err := s.DefinitionProposals(t.Context(), 10, "")
	require.NoError(t, err)
	require.Equal(t, evaluation.SystemPerson, list[0].ProposedBy)
	_, err = s.Definition(t.Context(), ref)
	require.Equal(t, "definition_not_found", fault.ReasonOf(err))
	_, err = o.tryDefinition("kate", administration.DefinitionCommand{Action: evaluation.Approve, Proposal: list[0].ID})
	require.NoError(t, err)
	_, err = s.Definition(t.Context(), ref)
	require.NoError(t, err)
	o.requireRegistered()
}
