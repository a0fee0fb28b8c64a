package temporal

// Reasons of the faults of this package.
const (
	ReasonPortInUse    = "temporal_port_in_use"
	ReasonInUse        = "temporal_database_in_use"
	ReasonNoDatabase   = "temporal_database_unavailable"
	ReasonNoExtension  = "temporal_extension_missing"
	ReasonMayNotCreate = "temporal_role_may_not_create"
	ReasonFailed       = "temporal_failed"
)
