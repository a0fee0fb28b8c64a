package store

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pressly/goose/v3"
	"github.com/stretchr/testify/require"
	"gorm.io/gorm"
	"gorm.io/gorm/schema"

	"jiheng/internal/board"
	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
)

// SelectGuards lists guards and rights.
const SelectGuards = selectGuards

// GuardDifferences holds what it lists against what is demanded.
func GuardDifferences(found []string) []Guard { return guardDifferences(found) }

// RowColumns lists the columns that each row struct knows, by table.
func RowColumns(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	for _, row := range []schema.Tabler{
		evaluationRow{},
		stageRow{},
		itemRow{},
		memberRow{},
		taskRow{},
		materialRow{},
		uploadRow{},
		accessRow{},
		dossierRow{},
		filingRow{},
		publicationRow{},
		answerRow{},
		draftRow{},
		noticeRow{},
		viewRow{},
		preferenceRow{},
		feedRow{},
		sessionRow{},
		throttleRow{},
		securityRow{},
		definitionRow{},
		calendarRow{},
		personRow{},
		grantedRow{},
		Unit{},
		Department{},
		File{},
	} {
		parsed, err := schema.Parse(row, &sync.Map{}, schema.NamingStrategy{})
		require.NoError(t, err)
		known := slices.Clone(parsed.DBNames)
		slices.Sort(known)
		out[row.TableName()] = known
	}
	parsed, err := schema.Parse(entryRow{}, &sync.Map{}, schema.NamingStrategy{})
	require.NoError(t, err)
	out["journal"] = append(slices.Clone(parsed.DBNames), "evaluation_id")
	return out
}

// Translate is translate.
func Translate(err error) error { return translate(err) }

// SettleEvent is settleEvent.
func SettleEvent(event evaluation.Event) (evaluation.Event, []byte, error) { return settleEvent(event) }

// DB is the application's own way to the database.
func (s *Store) DB() *gorm.DB { return s.db }

// InboxQuery is the statement behind a page of a box.
func InboxQuery(q *evaluation.InboxQuery) (string, map[string]any) {
	o := orderOf(q)
	query, args := inboxQuery(q, o)
	c := o.start()
	args["at"], args["id"], args["rank"] = c.At, c.ID, c.Rank
	return query, args
}

// CountQuery is the statement behind the counts of all boxes.
func CountQuery() string { return countQuery() }

// NewID is newID.
var NewID = newID //nolint:gochecknoglobals // for tests

// NextVersion is nextVersion.
func NextVersion(year int, taken []string) string { return nextVersion(year, taken) }

// VersionAfter is versionAfter.
func VersionAfter(version, other string) bool { return versionAfter(version, other) }

// DueText is dueText.
func DueText(d calendar.Date, c calendar.Calendar) string { return dueText(d, c) }

// MigrateUpTo brings the schema to a version, as an earlier release did.
func MigrateUpTo(ctx context.Context, ownerDSN string, version int64) error {
	return withMigrations(ownerDSN, func(p *goose.Provider) error {
		_, err := p.UpTo(ctx, version)
		return migrationFault(err)
	})
}

// Holds lets a test hear how many tasks of the past are held at once.
func (s *Store) Holds(hear func(int)) { s.holds = hear }

// ExplainBoard tells how the lists of a board are read that count tasks.
func (s *Store) ExplainBoard(ctx context.Context, q board.Question) (string, error) {
	var plan []string
	b := &boarding{q: q, tx: s.db.WithContext(ctx)}
	for _, step := range []func() error{b.choose, b.find, b.overdue} {
		if err := step(); err != nil {
			return "", err
		}
	}
	for _, query := range []string{selectBoardCells, selectBoardOverdue} {
		var lines []string
		if err := b.tx.Raw("EXPLAIN "+query, b.args).Scan(&lines).Error; err != nil {
			return "", err
		}
		plan = append(plan, lines...)
	}
	return strings.Join(plan, "\n"), nil
}
