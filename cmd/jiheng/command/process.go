package command

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/holiday"
	"jiheng/internal/process"
	"jiheng/internal/scheme"
	"jiheng/processes"
)

// processCommand checks process definitions and shows what they mean, which
// needs neither a database nor Temporal, and holds what does.
func processCommand(out io.Writer, more ...*cobra.Command) *cobra.Command {
	parent := &cobra.Command{Use: "process", Short: processShort}
	parent.AddCommand(processList(out), processLint(out), processPlan(out), processBPMN(out))
	parent.AddCommand(more...)
	return parent
}

func processList(out io.Writer) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: processListShort, Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			c, err := process.Load(processes.FS(), process.Options{})
			if err != nil {
				return err
			}
			if asJSON {
				return printJSON(out, process.Listed(c.All()))
			}
			return process.WriteList(out, c.All())
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonFlag)
	return cmd
}

func processLint(out io.Writer) *cobra.Command {
	var lang string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "lint FILE|NAME", Short: processLintShort, Args: oneFile,
		RunE: func(_ *cobra.Command, args []string) error {
			language := process.Language(lang)
			if !slices.Contains(process.Languages(), language) {
				return exit(exitUsage, badFlag("lang", lang, langWanted))
			}
			source, err := definitionSource(args[0])
			if err != nil {
				return err
			}
			schemes, err := scheme.Load(processes.Schemes())
			if err != nil {
				return err
			}
			def, err := process.Parse("", source, lintOptions(schemes))
			return reportLint(out, args[0], def, err, language, asJSON)
		},
	}
	cmd.Flags().StringVar(&lang, "lang", string(process.Chinese), langFlag)
	cmd.Flags().BoolVar(&asJSON, "json", false, jsonFlag)
	return cmd
}

// oneFile takes exactly one argument; anything else is wrong usage.
func oneFile(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return exit(exitUsage, errOneFile)
	}
	return nil
}

// definitionSource reads a file, or a shipped process by its name: NAME for
// the newest version, NAME@VERSION for another. A file comes first.
func definitionSource(name string) ([]byte, error) {
	source, err := readText(name, process.MaxSource)
	if err == nil || !isMissingFile(err) {
		return source, err
	}
	c, loadErr := process.Load(processes.FS(), process.Options{})
	if loadErr != nil {
		return nil, loadErr
	}
	stem, text, versioned := strings.Cut(name, "@")
	version, atoiErr := strconv.Atoi(text)
	if versioned && (atoiErr != nil || version < 1) {
		return nil, exit(exitUsage, noDefinition(name))
	}
	shipped, findErr := c.Source(stem, version)
	if findErr != nil {
		return nil, exit(exitUsage, noDefinition(name))
	}
	return shipped, nil
}

// finding is one problem as programs read it.
type finding struct {
	File string `json:"file"`
	process.Problem
	Sentence string `json:"sentence"`
}

// reportLint prints what was found: a line for each problem, or one line that
// there is none. Problems make exit code 3.
func reportLint(out io.Writer, file string, def *evaluation.Definition, err error, l process.Language, asJSON bool) error {
	var list *process.Errors
	if err != nil && !errors.As(err, &list) {
		return err
	}
	findings := []finding{}
	if list != nil {
		for _, p := range list.Problems {
			findings = append(findings, finding{file, p, p.Sentence(l)})
		}
	}
	if err := printFindings(out, file, findings, def, l, asJSON); err != nil {
		return fmt.Errorf("print findings: %w", err)
	}
	if len(findings) > 0 {
		return exit(exitFindings, nil)
	}
	return nil
}

func printFindings(out io.Writer, file string, findings []finding, def *evaluation.Definition, l process.Language, asJSON bool) error {
	if asJSON {
		return printJSON(out, findings)
	}
	for _, f := range findings {
		if _, err := fmt.Fprintf(out, "%s:%d:%d: %s\n", file, f.Line, f.Column, f.Sentence); err != nil {
			return err
		}
	}
	if def == nil {
		return nil
	}
	_, err := fmt.Fprintln(out, noProblems(l, file, len(def.Stages), process.Steps(def)))
	return err
}

func printJSON(out io.Writer, value any) error {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(value)
}

// planFlags are the flags of plan as they are typed.
type planFlags struct {
	start, calendar, startedAt string
	day                        time.Duration
	asJSON                     bool
}

func processPlan(out io.Writer) *cobra.Command {
	var flags planFlags
	cmd := &cobra.Command{
		Use: "plan FILE|NAME --start YYYY-MM-DD", Short: processPlanShort, Args: oneFile,
		RunE: func(_ *cobra.Command, args []string) error {
			table, err := flags.timetable()
			if err != nil {
				return err
			}
			source, err := definitionSource(args[0])
			if err != nil {
				return err
			}
			def, err := process.Parse("", source, parseOptions())
			if err != nil {
				return reportLint(out, args[0], nil, err, process.Chinese, flags.asJSON)
			}
			return printPlan(out, def, table, flags.asJSON)
		},
	}
	cmd.Flags().StringVar(&flags.start, "start", "", startFlag)
	cmd.Flags().StringVar(&flags.calendar, "calendar", "", calendarFlag)
	cmd.Flags().DurationVar(&flags.day, "day", 0, dayFlag)
	cmd.Flags().StringVar(&flags.startedAt, "started-at", "", startedAtFlag)
	cmd.Flags().BoolVar(&flags.asJSON, "json", false, jsonFlag)
	return cmd
}

// timetable turns the flags into what a plan is counted by. What is typed
// wrongly is wrong usage; a calendar that cannot be read is a failure.
func (f planFlags) timetable() (evaluation.Timetable, error) {
	if f.start == "" {
		return evaluation.Timetable{}, exit(exitUsage, errNoStart)
	}
	start, err := calendar.ParseDate(f.start)
	if err != nil {
		return evaluation.Timetable{}, exit(exitUsage, badFlag("start", f.start, startWanted))
	}
	scale, err := f.timescale(start)
	if err != nil {
		return evaluation.Timetable{}, err
	}
	days, err := f.workdays()
	return evaluation.Timetable{StartOn: start, Calendar: days, Timescale: scale}, err
}

// timescale is real time, or days of another length from an instant on: 00:00
// of the start date unless it is given.
func (f planFlags) timescale(start calendar.Date) (calendar.Timescale, error) {
	if f.day == 0 {
		if f.startedAt != "" {
			return calendar.Timescale{}, exit(exitUsage, errStartedAtWithoutDay)
		}
		return calendar.RealTime(), nil
	}
	scale := calendar.Timescale{Origin: start, StartedAt: start.Start(), Day: f.day}
	if f.startedAt != "" {
		at, err := time.Parse(time.RFC3339, f.startedAt)
		if err != nil {
			return scale, exit(exitUsage, badFlag("started-at", f.startedAt, startedAtWanted))
		}
		scale.StartedAt = at
	}
	if scale.Validate() != nil || f.day < 0 {
		return scale, exit(exitUsage, badFlag("day", f.day.String(), dayWanted))
	}
	return scale, nil
}

func (f planFlags) workdays() (calendar.Calendar, error) {
	if f.calendar == "" {
		return calendar.China(), nil
	}
	content, err := readText(f.calendar, holiday.MaxSize)
	if err != nil {
		return calendar.Calendar{}, err
	}
	days, err := calendar.Parse(content)
	if err != nil {
		return calendar.Calendar{}, badCalendar(f.calendar, err)
	}
	return days, nil
}

// processBPMN draws a process for other tools.
func processBPMN(out io.Writer) *cobra.Command {
	return &cobra.Command{
		Use: "bpmn FILE|NAME", Short: processBPMNShort, Args: oneFile,
		RunE: func(_ *cobra.Command, args []string) error {
			source, err := definitionSource(args[0])
			if err != nil {
				return err
			}
			def, err := process.Parse("", source, parseOptions())
			if err != nil {
				return reportLint(out, args[0], nil, err, process.Chinese, false)
			}
			return process.BPMN(out, def)
		},
	}
}

func printPlan(out io.Writer, def *evaluation.Definition, table evaluation.Timetable, asJSON bool) error {
	s, err := process.NewSchedule(def, table)
	if f, ok := errors.AsType[*fault.Error](err); ok && f.Reason == "due_before_opening" {
		return exit(exitFindings, tooEarly(def, f))
	}
	if err != nil {
		return err
	}
	if asJSON {
		return printJSON(out, s)
	}
	return s.WriteTable(out, def)
}
