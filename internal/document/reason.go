package document

// The reasons this package puts into faults. They are stable: wording,
// programs and tests rely on them.
const (
	// ReasonTooLarge means the file has more bytes than allowed; Params limit.
	ReasonTooLarge = "file_too_large"
	// ReasonInterrupted means the upload broke off before its end.
	ReasonInterrupted = "upload_interrupted"
	// ReasonDiskFull means there is no room left; try again later.
	ReasonDiskFull = "disk_full"
	// ReasonBlobID means a hash is not 64 lower-case hexadecimal digits.
	ReasonBlobID = "blob_id_invalid"
	// ReasonBlobMissing means no file is stored under this hash.
	ReasonBlobMissing = "blob_not_found"
	// ReasonBlobDamaged means a stored file no longer has its hash.
	ReasonBlobDamaged = "blob_damaged"

	// ReasonForeign means the folder of files is not the installation's; Params folder.
	ReasonForeign = "files_of_another_installation"

	// ReasonName means the file name cannot be kept; Params name, found.
	ReasonName = "file_name_invalid"
	// ReasonNotAllowed means files of this extension are not taken; Params name, found.
	ReasonNotAllowed = "file_type_not_allowed"
	// ReasonMismatch means the content is not what the name says; Params name, expected, found.
	ReasonMismatch = "file_type_mismatch"
	// ReasonEmpty means the file has no content; Params name.
	ReasonEmpty = "file_empty"
	// ReasonDamaged means the file cannot be read to its end; Params name.
	ReasonDamaged = "file_damaged"
	// ReasonMacro means the file carries a program; Params name, found.
	ReasonMacro = "macro_refused"
	// ReasonExternalLink means the file fetches from elsewhere when opened; Params name, found.
	ReasonExternalLink = "external_link_refused"
	// ReasonArchive means the packed parts of the file are unsafe; Params name, found.
	ReasonArchive = "archive_unsafe"

	// ReasonActive means something in the file acts when it is opened; Params name, found.
	ReasonActive = "active_content_refused"
	// ReasonObject means the file carries another program's object; Params name, found.
	ReasonObject = "embedded_object_refused"
	// ReasonEncrypted means the file cannot be looked into; Params name.
	ReasonEncrypted = "file_encrypted"
	// ReasonPicture means a picture is too large to be opened; Params name.
	ReasonPicture = "picture_too_large"
	// ReasonTwoFaced means the file is two files in one; Params name, found.
	ReasonTwoFaced = "file_two_faced"
	// ReasonNoPreview means files of this kind cannot be looked at here.
	ReasonNoPreview = "preview_unavailable"
	// ReasonForm means a form cannot be printed as given; Fields say where.
	ReasonForm = "form_invalid"
)

// Reasons lists all reasons, so that a test can ask for wording of each.
func Reasons() []string {
	return []string{
		ReasonTooLarge, ReasonInterrupted, ReasonDiskFull,
		ReasonBlobID, ReasonBlobMissing, ReasonBlobDamaged, ReasonForeign,
		ReasonName, ReasonNotAllowed, ReasonMismatch, ReasonEmpty, ReasonDamaged,
		ReasonMacro, ReasonExternalLink, ReasonArchive,
		ReasonActive, ReasonObject, ReasonEncrypted, ReasonPicture, ReasonTwoFaced,
		ReasonNoPreview, ReasonForm,
	}
}
