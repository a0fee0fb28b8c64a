package api_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/filing"
	"jiheng/internal/signing"
)

func TestFilingOverHTTP_both_sides_have_the_same(t *testing.T) {
	t.Parallel()
	for _, a := range signing.Algorithms() {
		t.Run(string(a), func(t *testing.T) {
			t.Parallel()
			p := newPair(t, a, online)
			p.play.approves("finance-clerk", "filing", "hand_in")
			e := p.evaluation()
			require.Equal(t, api.EvaluationFilingChannelExchange, e.FilingChannel)
			require.Equal(t, "2019-00001", e.Filing.ReceiptNo)
			require.True(t, e.Filing.Signed)
			require.Equal(t, api.EvaluationStateFinished, e.State, "the receipt did the receiver's step")

			list := p.list()
			require.Len(t, list, 1)
			require.Equal(t, e.Filing.Digest, list[0].Digest)
			require.Equal(t, api.FilingStateReceived, list[0].State)
			got := p.bureau.as("bureau-clerk").get("/api/v1/filings/" + list[0].ID + "/package").ok(http.StatusOK).body
			want := p.play.as("auditor").get("/api/v1/evaluations/" + p.play.id + "/dossier/package").ok(http.StatusOK).body
			require.True(t, bytes.Equal(want, got), "the package is the same to the last byte")

			// Twice, and from where the answer was lost: the same receipt.
			again := into[api.Envelope](p.sends(p.file()).ok(http.StatusOK))
			kept := into[api.Envelope](p.bureau.as("bureau-clerk").get("/api/v1/filings/" + list[0].ID + "/receipt").ok(http.StatusOK))
			require.Equal(t, kept, again)
			require.Len(t, p.list(), 1)
		})
	}
}

func TestFilingOverHTTP_refuses(t *testing.T) {
	t.Parallel()
	p := newPair(t, signing.Ed25519, offline)
	p.play.approves("finance-clerk", "filing", "hand_in")
	good := p.file()
	stranger := newKey(t, signing.Ed25519)
	same := func(*filing.Manifest) {}
	flipped := bytes.Clone(good)
	flipped[len(flipped)-200] ^= 1
	for name, c := range map[string]struct {
		body   []byte
		status int
		reason string
	}{
		"no envelope":           {[]byte("hello\n"), http.StatusUnprocessableEntity, "envelope_unreadable"},
		"no line":               {[]byte("hello"), http.StatusUnprocessableEntity, "filing_unreadable"},
		"a stranger's key":      {p.resealed(good, stranger, same), http.StatusForbidden, "sender_unknown"},
		"for another unit":      {p.resealed(good, p.unitKey, func(m *filing.Manifest) { m.UnitID = "other-unit" }), http.StatusForbidden, "sender_unknown"},
		"the manifest changed":  {p.edited(good, `"year":2019`, `"year":2020`), http.StatusUnprocessableEntity, "envelope_forged"},
		"the package changed":   {flipped, http.StatusUnprocessableEntity, "package_differs"},
		"the package cut short": {good[:len(good)-100], http.StatusUnprocessableEntity, "package_differs"},
		"another digest":        {p.resealed(good, p.unitKey, func(m *filing.Manifest) { m.Digest = strings.Repeat("ab", 32) }), http.StatusUnprocessableEntity, "package_unsound"},
		"not the first":         {p.resealed(good, p.unitKey, func(m *filing.Manifest) { m.Version, m.Supersedes = 2, strings.Repeat("cd", 32) }), http.StatusConflict, "filing_not_linked"},
		"from the future":       {p.resealed(good, p.unitKey, func(m *filing.Manifest) { m.FiledAt = time.Now().Add(time.Hour) }), http.StatusUnprocessableEntity, "filing_from_future"},
	} {
		require.Equal(t, c.reason, p.sends(c.body).problem(c.status).Reason, name)
	}
	require.Empty(t, p.list(), "nothing of it is kept")

	p.sends(good).ok(http.StatusOK)
	other := p.resealed(good, p.unitKey, func(m *filing.Manifest) { m.Digest = strings.Repeat("ab", 32) })
	require.Equal(t, "filing_differs", p.sends(other).problem(http.StatusConflict).Reason, "another dossier under the same version")

	keys, err := p.bureau.store.SenderKeys(t.Context(), centre)
	require.NoError(t, err)
	require.NoError(t, p.bureau.store.EndSenderKey(t.Context(), centre, keys[0].KeyID, time.Now()))
	require.Equal(t, "sender_unknown", p.sends(good).problem(http.StatusForbidden).Reason, "a key that was ended")
}

func TestFilingByHand_there_and_back(t *testing.T) {
	t.Parallel()
	p := newPair(t, signing.SM2, offline)
	path := "/api/v1/evaluations/" + p.play.id + "/filing/"
	require.Equal(t, "filing_not_due", p.play.as("finance-clerk").get(path+"file").problem(http.StatusConflict).Reason)
	p.play.approves("finance-clerk", "filing", "hand_in")
	require.Equal(t, api.EvaluationFilingChannelFile, p.evaluation().FilingChannel)
	p.play.as("coordination-clerk").get(path + "file").problem(http.StatusForbidden)
	file := p.file()
	require.True(t, bytes.Equal(file, p.file()), "the file is the same however often it is asked for")

	clerk := p.bureau.as("bureau-clerk")
	p.bureau.as("finance-clerk").send(http.MethodPost, "/api/v1/filings", file, contentType("application/octet-stream")).problem(http.StatusForbidden)
	got := into[api.ReceivedFiling](clerk.send(http.MethodPost, "/api/v1/filings", file, contentType("application/octet-stream")).ok(http.StatusOK))
	require.Equal(t, api.ReceivedFilingChannelFile, got.Channel)
	receipt := into[api.Envelope](clerk.get("/api/v1/filings/" + got.ID + "/receipt").ok(http.StatusOK))

	hand := p.play.as("finance-clerk")
	forged := receipt
	forged.Payload = bytes.Replace(receipt.Payload, []byte("2019-00001"), []byte("2019-00002"), 1)
	require.Equal(t, "envelope_forged", hand.post(path+"answer", forged).problem(http.StatusUnprocessableEntity).Reason)
	foreign, err := filing.Sign(p.unitKey, filing.Receipt{
		Number: "1", EvaluationID: p.play.id, UnitID: centre, ReceiverID: bureau, Version: 1, Digest: got.Digest, ReceivedAt: time.Now(),
	})
	require.NoError(t, err)
	require.Equal(t, "envelope_key", hand.post(path+"answer", foreign).problem(http.StatusUnprocessableEntity).Reason)
	for name, change := range map[string]func(*filing.Receipt){
		"another digest":  func(r *filing.Receipt) { r.Digest = strings.Repeat("ab", 32) },
		"another version": func(r *filing.Receipt) { r.Version = 2 },
		"another unit":    func(r *filing.Receipt) { r.UnitID = "other-unit" },
	} {
		wrong := filing.Receipt{Number: "1", EvaluationID: p.play.id, UnitID: centre, ReceiverID: bureau, Version: 1, Digest: got.Digest, ReceivedAt: time.Now()}
		change(&wrong)
		e, err := filing.Sign(p.bureauKey, wrong)
		require.NoError(t, err)
		require.Equal(t, "receipt_of_another", hand.post(path+"answer", e).problem(http.StatusUnprocessableEntity).Reason, name)
	}
	p.play.as("coordination-clerk").post(path+"answer", receipt).problem(http.StatusForbidden)

	done := into[api.Evaluation](hand.post(path+"answer", receipt).ok(http.StatusOK))
	require.Equal(t, got.Number, done.Filing.ReceiptNo)
	require.True(t, got.ReceivedAt.Equal(done.Filing.ReceivedAt), "the hour of the receipt, not of its import")
	again := into[api.Evaluation](hand.post(path+"answer", receipt).ok(http.StatusOK))
	require.Equal(t, done.Seq, again.Seq, "handed in twice it is one receipt")
	p.play.turn()
	require.Equal(t, api.EvaluationStateFinished, p.evaluation().State)

	a := p.play.audited()
	a.checkpoint()
	found, _ := a.findings("")
	require.Empty(t, found, "who carried the receipt here is not blamed for the receiver's step")
}
