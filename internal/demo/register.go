package demo

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/google/uuid"
)

// entered is a filing in the register of its receiver.
type entered struct {
	ID           string `json:"id"`
	EvaluationID string `json:"evaluation_id"`
	RowVersion   int64  `json:"row_version"`
}

// register finds the filing in the bureau's register.
func (p *play) register(ctx context.Context, c *client) (entered, error) {
	var page struct {
		Filings []entered `json:"filings"`
	}
	if err := c.get(ctx, "/api/v1/filings", nil, &page); err != nil {
		return entered{}, fmt.Errorf("read the register: %w", err)
	}
	i := slices.IndexFunc(page.Filings, func(f entered) bool { return f.EvaluationID == p.id })
	if i < 0 {
		return entered{}, fmt.Errorf("the filing of %s is not in the register", p.id)
	}
	return page.Filings[i], nil
}

// receive acknowledges a filing under its number in the register.
func (c *client) receive(ctx context.Context, f entered) error {
	err := c.send(ctx, call{
		method: http.MethodPost, path: "/api/v1/filings/" + url.PathEscape(f.ID) + "/receive",
		key: uuid.NewString(), version: strconv.FormatInt(f.RowVersion, 10),
	}, nil)
	if err != nil {
		return fmt.Errorf("%s receives %s: %w", c.person, f.ID, err)
	}
	return nil
}
