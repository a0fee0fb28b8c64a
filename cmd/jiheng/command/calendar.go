package command

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"jiheng/internal/calendar"
	"jiheng/internal/holiday"
	"jiheng/internal/store"
)

// calendar brings the statutory calendar of a year in and shows what is in
// force.
func (sh *shell) calendar() *cobra.Command {
	parent := &cobra.Command{Use: "calendar", Short: calendarShort}
	parent.AddCommand(sh.calendarImport(), sh.calendarList(), sh.calendarShow())
	return parent
}

// withStore opens nothing but the database.
func (sh *shell) withStore(ctx context.Context, do func(*store.Store) error) (err error) {
	s := &system{cfg: sh.cfg, log: sh.log}
	if err := s.openStore(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return do(s.store)
}

// importedVersion is a version as programs read it.
type importedVersion struct {
	Version  string    `json:"version"`
	Number   int       `json:"number"`
	Years    []int     `json:"years"`
	Imported []int     `json:"imported"`
	Source   string    `json:"source"`
	Digest   string    `json:"digest"`
	LoadedAt time.Time `json:"loaded_at"`
	LoadedBy string    `json:"loaded_by"`
	// Added is false when this version was there already.
	Added  bool `json:"added"`
	DryRun bool `json:"dry_run,omitempty"`
}

func versionView(v store.CalendarVersion) importedVersion {
	return importedVersion{
		Version: v.Version, Number: v.Number, Years: v.Years, Imported: v.Imported, Source: v.Source, Digest: v.Digest,
		LoadedAt: v.LoadedAt, LoadedBy: v.LoadedBy,
	}
}

func (sh *shell) calendarList() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: calendarListShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return sh.withStore(cmd.Context(), func(s *store.Store) error {
				versions, err := s.CalendarVersions(cmd.Context())
				if err != nil {
					return err
				}
				if len(versions) == 0 {
					shipped, _, err := s.CalendarInForce(cmd.Context())
					if err != nil {
						return err
					}
					versions = append(versions, shipped)
				}
				return sh.printVersions(versions, asJSON)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonFlag)
	return cmd
}

func (sh *shell) printVersions(versions []store.CalendarVersion, asJSON bool) error {
	if asJSON {
		list := make([]importedVersion, len(versions))
		for i, v := range versions {
			list[i] = versionView(v)
		}
		return printJSON(sh.out, list)
	}
	for i, v := range versions {
		if _, err := fmt.Fprintln(sh.out, versionLine(v, i == 0)); err != nil {
			return err
		}
	}
	return nil
}

func (sh *shell) calendarShow() *cobra.Command {
	var year int
	cmd := &cobra.Command{
		Use: "show [--year YYYY]", Short: calendarShowShort, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if year == 0 {
				year = calendar.DateOf(time.Now()).Year
			}
			if year < 1 || year > 9998 {
				return exit(exitUsage, badFlag("year", fmt.Sprint(year), yearWanted))
			}
			if sh.cfg.DatabaseURL == "" {
				return holiday.WriteYear(sh.out, calendar.China(), year)
			}
			return sh.withStore(cmd.Context(), func(s *store.Store) error {
				_, c, err := s.CalendarInForce(cmd.Context())
				if err != nil {
					return err
				}
				return holiday.WriteYear(sh.out, c, year)
			})
		},
	}
	cmd.Flags().IntVar(&year, "year", 0, yearFlag)
	return cmd
}
