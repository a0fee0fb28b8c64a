package command

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/store"
)

// auditRetention lists evaluations whose papers need not be kept any longer,
// and those that are held.
func (sh *shell) auditRetention() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "retention", Short: auditRetentionShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return sh.withFiles(cmd.Context(), func(s *system) error {
				list, err := s.retained(cmd)
				if err != nil {
					return err
				}
				if asJSON {
					return printJSON(sh.out, list)
				}
				return sh.printRetained(list)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonFlag)
	return cmd
}

// retained is a line of the list.
type retained struct {
	Evaluation string                   `json:"evaluation"`
	Title      string                   `json:"title"`
	Unit       string                   `json:"unit"`
	Year       int                      `json:"year"`
	FinishedAt time.Time                `json:"finished_at,omitzero"`
	KeptUntil  time.Time                `json:"kept_until,omitzero"`
	Holds      int                      `json:"holds"`
	Disposal   evaluation.DisposalState `json:"disposal,omitempty"`
}

func (s *system) retained(cmd *cobra.Command) ([]retained, error) {
	// Where papers are kept for good only what is held is of interest.
	var before time.Time
	if s.cfg.RetentionYears > 0 {
		before = calendar.DateOf(time.Now()).Start().AddDate(-s.cfg.RetentionYears, 0, 0)
	}
	list := []retained{}
	for last := evaluation.ID(""); ; {
		page, err := s.store.Retained(cmd.Context(), before, last, store.MaxEntries)
		if err != nil || len(page) == 0 {
			return list, err
		}
		for _, k := range page {
			r := retained{Evaluation: k.ID, Title: k.Title, Unit: k.UnitName, Year: k.Year, FinishedAt: k.FinishedAt, Holds: k.Held, Disposal: k.Disposal}
			if s.cfg.RetentionYears > 0 && !k.FinishedAt.IsZero() {
				r.KeptUntil = calendar.DateOf(k.FinishedAt).Start().AddDate(s.cfg.RetentionYears, 0, 0)
			}
			list = append(list, r)
		}
		last = evaluation.ID(page[len(page)-1].ID)
	}
}

func (sh *shell) printRetained(list []retained) error {
	if len(list) == 0 {
		_, err := fmt.Fprintln(sh.out, nothingRetained(sh.cfg.RetentionYears))
		return err
	}
	for i := range list {
		if _, err := fmt.Fprintln(sh.out, list[i].line()); err != nil {
			return err
		}
	}
	return nil
}
