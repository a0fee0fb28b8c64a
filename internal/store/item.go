package store

import (
	"slices"
	"sync"

	"github.com/shopspring/decimal"

	"jiheng/internal/evaluation"
)

type itemRow struct {
	EvaluationID string          `json:"evaluation_id" gorm:"primaryKey"`
	ID           string          `json:"id"            gorm:"primaryKey"`
	Position     int             `json:"position"`
	Kind         string          `json:"kind"`
	Title        string          `json:"title"`
	DepartmentID string          `json:"department_id"`
	Amount       decimal.Decimal `json:"amount"`
}

// TableName names the table.
func (itemRow) TableName() string { return "items" }

func newItemRow(e *evaluation.Evaluation, i int) itemRow {
	it := e.Items[i]
	return itemRow{
		EvaluationID: string(e.ID), ID: string(it.ID), Position: i, Kind: string(it.Kind), Title: it.Title,
		DepartmentID: it.DepartmentID, Amount: it.Amount,
	}
}

func (r *itemRow) core() evaluation.Item {
	return evaluation.Item{
		ID: evaluation.ItemID(r.ID), Kind: evaluation.ItemKind(r.Kind), Title: r.Title,
		DepartmentID: r.DepartmentID, Amount: r.Amount,
	}
}

// items remembers the items of evaluations. They are fixed at the start and
// may be two thousand, of which a command needs one; so they are read once.
// The lists are shared: nobody may change one.
type items struct {
	mu    sync.Mutex
	known map[evaluation.ID][]evaluation.Item
}

// maxKnownItems bounds the evaluations whose items are remembered.
const maxKnownItems = 500

func newItems() *items { return &items{known: make(map[evaluation.ID][]evaluation.Item)} }

func (c *items) get(id evaluation.ID) ([]evaluation.Item, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	list, ok := c.known[id]
	return list, ok
}

// put remembers the items of an evaluation, forgetting any other when full.
func (c *items) put(id evaluation.ID, list []evaluation.Item) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for other := range c.known {
		if len(c.known) < maxKnownItems {
			break
		}
		delete(c.known, other)
	}
	c.known[id] = slices.Clip(list)
}
