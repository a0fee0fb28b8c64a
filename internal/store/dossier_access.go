package store

import (
	"context"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/journal"
)

// DossierAccess is that somebody was given a file of a sealed dossier, or a
// document (卷宗领取记录).
type DossierAccess struct {
	Evaluation    evaluation.ID
	Path          string
	Person        evaluation.PersonID
	OnBehalfOf    evaluation.PersonID
	RequestID     string
	ClientAddress string
}

// RecordDossierAccess writes down that somebody is about to be given a file of
// an evaluation of this installation; others keep their own records.
func (s *Store) RecordDossierAccess(ctx context.Context, a DossierAccess) error {
	done := s.db.WithContext(ctx).Exec(`INSERT INTO dossier_accesses (evaluation_id, path, person_id, on_behalf_of, request_id, client_address)
		SELECT e.id, ?, ?, ?, ?, ? FROM evaluations e WHERE e.id = ?`,
		a.Path, string(a.Person), string(a.OnBehalfOf), a.RequestID, a.ClientAddress, string(a.Evaluation))
	if done.Error == nil && done.RowsAffected == 0 && fault.CodeOf(exists(s.db.WithContext(ctx), a.Evaluation)) == fault.NotFound {
		return nil
	}
	return written(done)
}

// CountPublicDownload counts a download of a public file.
func (s *Store) CountPublicDownload(ctx context.Context, id evaluation.ID, path string, on calendar.Date) error {
	return s.db.WithContext(ctx).Exec(`INSERT INTO public_downloads (evaluation_id, path, on_day, count) VALUES (?, ?, ?, 1)
		ON CONFLICT (evaluation_id, path, on_day) DO UPDATE SET count = public_downloads.count + 1`,
		string(id), path, on.String()).Error
}

// Look is that somebody looked at a paper or was given a file (查阅).
type Look struct {
	// ID tells looks of one kind apart; a paper's is that of its Access.
	ID       int64
	Material string // "" for a file of the dossier
	// File is the name of the paper, or the path of the file.
	File          string
	SHA256        string
	Person        evaluation.PersonID
	OnBehalfOf    evaluation.PersonID
	Manner        string // of a paper; "dossier" otherwise
	At            time.Time
	ClientAddress string
}

// selectLooks puts both records together.
const selectLooks = `SELECT * FROM (
	SELECT a.id, a.material_id AS material, m.file_name AS file, a.sha256, a.person_id AS person, a.on_behalf_of, a.manner, a.at, a.client_address
	FROM material_accesses a JOIN materials m ON m.id = a.material_id
	WHERE a.evaluation_id = @id AND (@material = '' OR a.material_id = @material)
	UNION ALL
	SELECT d.id, '', d.path, '', d.person_id, d.on_behalf_of, 'dossier', d.at, d.client_address
	FROM dossier_accesses d WHERE d.evaluation_id = @id AND @material = ''
) l WHERE l.at > @after AND (l.at, l.material, l.id) < (@at, @before, @look) ORDER BY l.at DESC, l.material DESC, l.id DESC LIMIT @limit`

// Looks lists who looked at what of an evaluation, or at one of its papers, the
// latest first. Faults: not_found evaluation_not_found, material_not_found in
// the evaluation; invalid limit_out_of_range, cursor_invalid.
func (s *Store) Looks(ctx context.Context, id evaluation.ID, material string, limit int, after string) (list []Look, next string, err error) {
	if limit < 1 || limit > maxList {
		return nil, "", outOfRange(maxList)
	}
	name := "looks " + material
	c, begin, err := readCursor(name, after)
	if err != nil {
		return nil, "", err
	}
	if err := s.hasMaterial(ctx, id, material); err != nil {
		return nil, "", err
	}
	if begin {
		c.At = lastInstant()
	}
	var rows []Look
	err = s.db.WithContext(ctx).Raw(selectLooks, map[string]any{
		"id": string(id), "material": material, "after": firstInstant(), "at": c.At, "before": c.ID, "look": c.Rank, "limit": limit + 1,
	}).Scan(&rows).Error
	for i := range rows {
		rows[i].At = rows[i].At.UTC()
		if i == limit {
			last := rows[i-1]
			next = cursor{List: name, At: last.At, ID: last.Material, Rank: int(last.ID)}.String()
			break
		}
		list = append(list, rows[i])
	}
	return list, next, err
}

// LatestLooks lists who looked at anything of an evaluation since an instant,
// the latest first. Fault: invalid limit_out_of_range.
func (s *Store) LatestLooks(ctx context.Context, id evaluation.ID, since time.Time, limit int) ([]Look, error) {
	if limit < 1 || limit > maxList {
		return nil, outOfRange(maxList)
	}
	var rows []Look
	err := s.db.WithContext(ctx).Raw(selectLooks, map[string]any{
		"id": string(id), "material": "", "after": since, "at": lastInstant(), "before": "", "look": 0, "limit": limit,
	}).Scan(&rows).Error
	for i := range rows {
		rows[i].At = rows[i].At.UTC()
	}
	return rows, err
}

// hasMaterial refuses a material, unless it is "", that is none of an evaluation.
func (s *Store) hasMaterial(ctx context.Context, id evaluation.ID, material string) error {
	tx := s.db.WithContext(ctx)
	if err := exists(tx, id); err != nil || material == "" {
		return err
	}
	var there bool
	err := tx.Raw("SELECT EXISTS (SELECT FROM materials WHERE id = ? AND evaluation_id = ?)", material, string(id)).Scan(&there).Error
	if err == nil && !there {
		err = fault.New(fault.NotFound, "material_not_found", "evaluation %s has no material %q", id, material).With("id", material)
	}
	return err
}

// FileLooks is how often a file was looked at (查阅次数).
type FileLooks struct {
	Material string
	File     string
	SHA256   string
	// Times is how often, People by how many, Last when last.
	Times, People int64
	Last          time.Time
}

// LooksByFile counts for every paper of an evaluation, and for the files of
// its dossier, how often it was looked at.
func (s *Store) LooksByFile(ctx context.Context, id evaluation.ID) ([]FileLooks, error) {
	var rows []struct {
		FileLooks
		LastAt *time.Time
	}
	err := s.db.WithContext(ctx).Raw(`SELECT m.id AS material, m.file_name AS file, m.sha256, count(a.id) AS times,
		count(DISTINCT a.person_id) AS people, max(a.at) AS last_at
	FROM materials m LEFT JOIN material_accesses a ON a.material_id = m.id 
	WHERE m.evaluation_id = @id GROUP BY m.id, m.file_name, m.sha256
	UNION ALL
	SELECT '', d.path, '', count(*), count(DISTINCT d.person_id), max(d.at) FROM dossier_accesses d
	WHERE d.evaluation_id = @id GROUP BY d.path
	ORDER BY 1, 2`, map[string]any{"id": string(id)}).Scan(&rows).Error
	out := make([]FileLooks, len(rows))
	for i, r := range rows {
		out[i] = r.FileLooks
		out[i].Last = instant(r.LastAt)
	}
	return out, err
}

// LooksSince counts how often anything of an evaluation was looked at since an
// instant by somebody who is known.
func (s *Store) LooksSince(ctx context.Context, id evaluation.ID, since time.Time) (int64, error) {
	var n int64
	err := s.db.WithContext(ctx).Raw(`SELECT (SELECT count(*) FROM material_accesses WHERE evaluation_id = @id AND at > @since)
		+ (SELECT count(*) FROM dossier_accesses WHERE evaluation_id = @id AND at > @since)`,
		map[string]any{"id": string(id), "since": since}).Scan(&n).Error
	return n, err
}

// PublicCount is how often the public took a file (公开下载次数).
type PublicCount struct {
	Path  string
	Count int64
}

// PublicDownloads counts what the public took of an evaluation.
func (s *Store) PublicDownloads(ctx context.Context, id evaluation.ID) ([]PublicCount, error) {
	var out []PublicCount
	err := s.db.WithContext(ctx).Raw("SELECT path, sum(count) AS count FROM public_downloads WHERE evaluation_id = ? GROUP BY path ORDER BY path",
		string(id)).Scan(&out).Error
	return out, err
}

// DownloadsSince counts what the public took of an evaluation from a day on.
func (s *Store) DownloadsSince(ctx context.Context, id evaluation.ID, day calendar.Date) ([]PublicCount, error) {
	var out []PublicCount
	err := s.db.WithContext(ctx).Raw(`SELECT path, sum(count) AS count FROM public_downloads
		WHERE evaluation_id = ? AND on_day >= ? GROUP BY path ORDER BY path`, string(id), day.String()).Scan(&out).Error
	return out, err
}

// NotedOf gives the latest entries of the installation's journal about an
// evaluation, and the exports that were of all.
func (s *Store) NotedOf(ctx context.Context, id evaluation.ID, limit int) ([]journal.Entry, error) {
	if limit < 1 || limit > MaxEntries {
		return nil, outOfRange(MaxEntries)
	}
	var rows []entryRow
	err := s.db.WithContext(ctx).Table(installationTable).
		Where("data::jsonb ->> 'evaluation' = ? OR type = 'journal_exported' AND COALESCE(data::jsonb ->> 'evaluation', '') = ''", string(id)).
		Order("seq DESC").Limit(limit).Find(&rows).Error
	out := make([]journal.Entry, len(rows))
	for i := range rows {
		out[i] = rows[i].entry(InstallationChain)
	}
	return out, err
}
