package api_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"jiheng/api"
	"jiheng/internal/document"
	"jiheng/internal/fault"
	"jiheng/internal/fault/faulttest"
)

// Packages whose faults can come before a client of the API.
func spokenPackages() []string {
	return []string{
		".", "../policy", "../internal/evaluation", "../internal/store", "../internal/identity", "../internal/document",
		"../internal/dossier", "../internal/scoring", "../internal/declaration", "../internal/calendar", "../internal/journal",
		"../internal/process", "../internal/administration",
	}
}

// Reasons of faults that end a start of the program, a command line or a
// sealing; nobody at the API is ever told them.
func unspoken() []string {
	return []string{
		"api_config", "store_config", "session_config", "password_params", "database_address", "schema_ahead", "schema_half_restored",
		"calendar_inconsistent", "calendar_unreadable", "definition_invalid", "process_twice", "scheme_inconsistent",
		"number_unreadable", "number_too_long", "number_not_exact", "digits_out_of_range", "kind_unknown", "rounding_unknown",
		"operand_count_wrong", "score_out_of_range", "data_not_object", "journal_entry_incomplete", "journal_wrong_evaluation",
		"language_unknown", "draft_unreadable", "file_not_found", "publication_not_found",
		"database_role_missing", "version_differs",
	}
}

func TestEveryReasonHasChineseWords(t *testing.T) {
	t.Parallel()
	seen := 0
	var missing []string
	for _, dir := range spokenPackages() {
		reasons, _ := faulttest.Reasons(t, dir)
		seen += len(reasons)
		for _, reason := range reasons {
			if !slices.Contains(unspoken(), reason) && !api.HasWording(reason) {
				missing = append(missing, dir+": "+reason)
			}
		}
	}
	require.Empty(t, missing, "reasons without wording in message_zh.go")
	require.Greater(t, seen, 80, "the source was read")
	for _, reason := range document.Reasons() {
		require.True(t, reason == document.ReasonBlobDamaged || api.HasWording(reason), reason)
	}
}

func TestEveryReasonOfAFieldHasChineseWords(t *testing.T) {
	t.Parallel()
	seen := 0
	var missing []string
	for _, dir := range []string{".", "../internal/evaluation", "../internal/store", "../internal/identity", "../internal/declaration"} {
		_, fields := faulttest.Reasons(t, dir)
		seen += len(fields)
		for _, reason := range fields {
			if strings.Contains(reason, "_") && !api.HasFieldWording(reason) && !api.HasWording(reason) {
				missing = append(missing, dir+": "+reason)
			}
		}
	}
	require.Empty(t, missing, "reasons without wording in field_zh.go")
	require.Greater(t, seen, 40, "the source was read")
}

func TestFieldsOfTheCoreThatAreReturnedByName(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{
		"title_required", "item_id_invalid", "item_kind_unknown", "number_invalid", "item_twice", "choice_unknown", "date_invalid",
		"field_required", "sheet_invalid", "day_length_out_of_range", "origin_impossible", "division_by_zero", "operand_missing",
		"operand_negative", "units_differ", "date_unreadable", "dates_reversed",
		"password_too_short", "password_too_long", "password_common", "password_is_login", "password_not_text",
	} {
		require.True(t, api.HasFieldWording(reason), reason)
		require.NotContains(t, api.FieldMessage(fault.Field{Reason: reason, Params: map[string]string{"limit": strconv.Itoa(3)}}), "{")
	}
}
