package api

// The reasons that this package itself puts into faults. Those of the core,
// of policy and of the store keep their own.
const (
	reasonNoKey          = "idempotency_key_required"
	reasonMedia          = "content_type_unsupported"
	reasonBodyTooLarge   = "body_too_large"
	reasonNoVersion      = "version_required"
	reasonVersion        = "version_unreadable"
	reasonStale          = "stale_version"
	reasonDraftStale     = "draft_stale"
	reasonNoRoute        = "route_not_found"
	reasonMethod         = "method_not_allowed"
	reasonCrossSite      = "cross_site_refused"
	reasonInitial        = "password_initial"
	reasonLoginOften     = "login_too_often"
	reasonFeedOften      = "calendar_too_often"
	reasonNoFeed         = "calendar_feed_not_found"
	reasonPrefsStale     = "preferences_stale"
	reasonTooMany        = "too_many_commands"
	reasonIntakes        = "too_many_filings"
	reasonLoginLocked    = "login_locked"
	reasonSession        = "session_expired"
	reasonNotPublished   = "not_published"
	reasonNoMaterial     = "material_not_found"
	reasonNotSealed      = "dossier_not_sealed"
	reasonNoRehearsal    = "rehearsal_not_allowed"
	reasonTableTooLarge  = "table_too_large"
	reasonFileTooLarge   = "file_too_large"
	reasonRequestInvalid = "request_invalid"
	reasonInternal       = "internal"
	reasonViewStale      = "view_stale"
	reasonNoKeyHere      = "signing_key_missing"
	reasonStreamsFull    = "streams_full"
	reasonSessionStreams = "session_streams_full"
)

// The headers that carry the terms of a command.
const (
	headerKey     = "Idempotency-Key"
	headerRequest = "X-Request-Id"
)
