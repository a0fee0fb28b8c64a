package api_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/audit"
	"jiheng/internal/evaluation"
	"jiheng/internal/filing"
	"jiheng/internal/review"
	"jiheng/internal/signing"
)

// reviewed files what is sealed, has the bureau review and draw it, and sends a
// copy of it from afar; pause is called on the way.
func (p *play) reviewed(pause func()) {
	p.t.Helper()
	p.approves("finance-clerk", "filing", "hand_in")
	f := p.received()
	clerk, path := p.as("bureau-clerk"), "/api/v1/filings/"+f.ID
	f = into[api.ReceivedFiling](clerk.post(path+"/receive", nil, match(f.RowVersion)).ok(http.StatusOK))
	p.turn()
	f = into[api.ReceivedFiling](clerk.post(path+"/accept", passed(), match(f.RowVersion)).ok(http.StatusOK))
	pause()
	var points []map[string]any
	for _, it := range into[api.ReceivedFiling](clerk.get(path).ok(http.StatusOK)).Review.Items {
		points = append(points, map[string]any{"item": it.Item, "points": "1", "reason": "没有佐证"})
	}
	clerk.post(path+"/opinions", map[string]any{"reviewer": "finance", "points": points}, match(f.RowVersion)).ok(http.StatusOK)
	settled := map[string]any{"scheme": "wenzhou-appraisal", "version": 1, "choices": wenzhouGap()}
	clerk.post(path+"/review-gap", settled, match(f.RowVersion)).ok(http.StatusOK)
	p.rollsUp([]string{"整体支出完成率"}, nil)
	d := into[api.Draw](clerk.post("/api/v1/reviews/2019/draws", map[string]any{"title": "抽查", "size": 1}).ok(http.StatusOK))
	d = into[api.Draw](clerk.post("/api/v1/draws/"+d.ID+"/seed", map[string]any{}, match(d.RowVersion)).ok(http.StatusOK))
	clerk.post("/api/v1/draws/"+d.ID+"/lots", nil, match(d.RowVersion)).ok(http.StatusOK)
	pause()
	p.sentFromAfar(f)
	for _, far := range into[api.ReceivedFilingPage](clerk.get("/api/v1/filings").ok(http.StatusOK)).Filings {
		if far.Channel == api.ReceivedFilingChannelExchange {
			order := map[string]any{"title": "整改", "problems": []string{"没有佐证"}}
			clerk.post("/api/v1/filings/"+far.ID+"/rectification-notices", order, match(far.RowVersion)).ok(http.StatusOK)
			clerk.post("/api/v1/filings/"+far.ID+"/return", map[string]any{"reasons": []string{"没有盖章"}}, match(far.RowVersion)).ok(http.StatusOK)
		}
	}
	pause()
}

// sentFromAfar sends the package of a filing as that of another unit, from an
// installation of its own.
func (p *play) sentFromAfar(f api.ReceivedFiling) {
	p.t.Helper()
	key := newKey(p.t, signing.Ed25519)
	require.NoError(p.t, p.store.AddSenderKey(p.t.Context(), review.SenderKey{
		KeyID: key.KeyID(), UnitID: "other-unit", Algorithm: string(signing.Ed25519), PublicKey: publicPEM(p.t, key),
	}, time.Now(), "admin"))
	here, _, err := p.store.ReceivedFiling(p.t.Context(), f.ID)
	require.NoError(p.t, err)
	content, size, err := p.blobs.Open(f.PackageSHA256)
	require.NoError(p.t, err)
	defer func() { _ = content.Close() }()
	e, err := filing.Sign(key, filing.Manifest{
		EvaluationID: "ev-far", UnitID: "other-unit", Unit: "另一单位", ReceiverID: bureau, Title: f.Title, Year: f.Year, Version: 1,
		Digest: f.Digest, Package: f.PackageSHA256, Size: size, FiledAt: time.Now(), DeclaredTotal: "90.50", Sheet: here.Sheet,
	})
	require.NoError(p.t, err)
	body, _, err := filing.Compose(e, size, content)
	require.NoError(p.t, err)
	var all bytes.Buffer
	_, err = io.Copy(&all, body)
	require.NoError(p.t, err)
	p.anybody().send(http.MethodPost, filing.PathFilings, all.Bytes(), contentType("application/octet-stream")).ok(http.StatusOK)
}

func (x *tampered) book() string {
	return x.ask(`SELECT ` + bookChain + ` FROM review_books ORDER BY random() LIMIT 1`)[0]
}

func (x *tampered) bookNamed(chain string) review.Book {
	x.t.Helper()
	parts := strings.Split(chain, ":")
	year, err := strconv.Atoi(parts[2])
	require.NoError(x.t, err)
	return review.Book{ReceiverID: parts[1], Year: year}
}

// aBureauRow draws a row of a table of the bureau.
func (x *tampered) aBureauRow() (table, ctid string) {
	table = pick(x, "review_books", "received_filings", "received_filings", "received_filings", "filing_opinions", "filing_gaps", "review_draws", "review_roll_ups", "rectification_notices")
	n := x.number(`SELECT count(*) FROM ` + table)
	return table, x.ask(`SELECT ctid::text FROM `+table+` ORDER BY ctid OFFSET $1 LIMIT 1`, x.rnd.Int64N(n))[0]
}

// ofBureau says that a finding is about a table of the bureau.
func ofBureau(table string) func(audit.Finding) bool {
	return func(f audit.Finding) bool {
		switch {
		case strings.HasPrefix(f.Where, table+" ") || f.Kind == string(audit.Unreadable) && f.Book != "": // a column of another shape
			return true
		case f.Book != "" && f.Kind == string(audit.Unreadable): // a row that is none takes its book with it
			return true
		case table == "review_books": // its rows have lost it, or its head stands elsewhere
			return f.Book != "" && (f.Kind == string(audit.ChainLost) || f.Kind == string(audit.Orphan) || f.Area == audit.Chain)
		}
		return table == "received_filings" && f.Kind == string(audit.Orphan)
	}
}

func (x *tampered) editBureauRow() (change, bool) {
	table, ctid := x.aBureauRow()
	column, kind := x.aColumn(table)
	c := change{what: fmt.Sprint(table, " ", ctid, " ", column), tables: []string{table}, located: ofBureau(table)}
	_, err := x.owner.Exec(x.t.Context(), `UPDATE `+table+` SET `+column+` = `+another(column, kind)+` WHERE ctid = $1::tid`, ctid)
	return c, err == nil
}

func (x *tampered) dropBureauRow() (change, bool) {
	table, ctid := x.aBureauRow()
	x.run(`DELETE FROM `+table+` WHERE ctid = $1::tid`, ctid)
	return change{what: table + " " + ctid, tables: []string{table}, located: ofBureau(table)}, true
}

func (x *tampered) copyBureauRow() (change, bool) {
	table, ctid := x.aBureauRow()
	columns := x.ask(`SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
		WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`, "public."+table)[0]
	from := strings.NewReplacer(", id,", ", id || 'x',", ", number,", ", number || 'x',", ", version,", ", version + 1,", ", digest,", ", reverse(digest),",
		", round,", ", round + 1,", ", year,", ", year + 1,").Replace(", " + columns + ",")
	_, err := x.owner.Exec(x.t.Context(), `INSERT INTO `+table+` (`+columns+`) SELECT `+strings.Trim(from, ", ")+` FROM `+table+` WHERE ctid = $1::tid`, ctid)
	return change{what: table + " " + ctid, tables: []string{table}, located: ofBureau(table)}, err == nil
}

// dropBook takes away a whole book, with some of what belongs to it.
func (x *tampered) dropBook() (change, bool) {
	name := x.book()
	tables := []string{"review_journal", "received_filings", "review_draws", "review_roll_ups", "filing_opinions", "filing_gaps", "rectification_notices"}
	for _, table := range tables[:x.rnd.IntN(len(tables)+1)] {
		x.run(`DELETE FROM ` + table)
	}
	x.run(`DELETE FROM review_books`)
	return change{what: name, tables: append(tables, "review_books"), located: func(f audit.Finding) bool {
		return f.Kind == string(audit.ChainLost) && "review:"+f.Book == name && evaluation.ID(f.Evaluation) == ""
	}}, true
}
