package api

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"jiheng/internal/composition"
	"jiheng/internal/dossier"
	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
)

// PublicStore finds what everybody may see.
type PublicStore interface {
	// Published lists what is public, the latest first.
	Published(ctx context.Context, w Wanted, limit int, cursor string) (list []Summary, next string, err error)
	// Publication gives a published evaluation's sealed dossier; what is not
	// public does not exist here. Fault: not_found.
	Publication(ctx context.Context, id evaluation.ID) (Published, error)
	// Whole gives an evaluation with all its tasks.
	Whole(ctx context.Context, id evaluation.ID) (*evaluation.Evaluation, error)
	// Replay gives an evaluation as it was after an entry of its journal.
	Replay(ctx context.Context, id evaluation.ID, upTo int64) (*evaluation.Evaluation, error)
}

// Published is a published evaluation with its sealed dossier (公开卷宗).
type Published struct {
	Summary
	Dossier evaluation.Dossier
	// Versions are all publications, the first one first.
	Versions []PublishedVersion
}

// PublishedVersion is one publication (公开版本).
type PublishedVersion struct {
	Dossier     evaluation.Dossier
	PublishedAt time.Time
	// Package is the SHA-256 of the public ZIP.
	Package string
	// Clearance is the decision by which files are withheld; nil for none.
	Clearance *evaluation.Clearance
}

// withheld finds the decision by which a file is kept back.
func (v PublishedVersion) withheld(path string) (evaluation.FileDecision, bool) {
	if v.Clearance == nil {
		return evaluation.FileDecision{}, false
	}
	return v.Clearance.Withholds(path)
}

// offered tells whether the public ZIP may be given out. One that was packed by a
// decision which let a rendering of a withheld paper out holds what must not be
// public.
func (v PublishedVersion) offered() bool { return v.Clearance == nil || !v.Clearance.Mixed() }

// hides tells whether a paper is kept back in any of its formats; then nothing
// of what it says is shown either.
func (v PublishedVersion) hides(paper string) bool {
	return v.Clearance != nil && slices.ContainsFunc(v.Clearance.Files, func(f evaluation.FileDecision) bool {
		return !f.Public && strings.HasPrefix(f.Path, paper+".")
	})
}

// shown leaves out of the figures what stands in papers that are kept back.
func (v PublishedVersion) shown(f Figures) Figures {
	if v.hides("data-table") {
		f.Computed = []ComputedFigure{}
	}
	if v.hides("score-table") {
		f.Items, f.Notes, f.Money, f.About = []ScoreItem{}, nil, nil, SheetAbout{}
	}
	return f
}

// current is the publication that counts.
func (p Published) current() PublishedVersion { return p.Versions[len(p.Versions)-1] }

// version finds a publication by its digest. Fault: not_found not_published.
func (p Published) version(digest string) (PublishedVersion, error) {
	for _, v := range p.Versions {
		if v.Dossier.Digest == digest {
			return v, nil
		}
	}
	return PublishedVersion{}, fault.New(fault.NotFound, reasonNotPublished, "no publication %q of %s", digest, p.ID)
}

// Wanted narrows what is public down: to a year, and to words of the title or of
// the unit's name.
type Wanted struct{ Year, Words string }

// publicPath is below which everything is for everybody.
const publicPath = "/public/evaluations"

// public tells whether a request is one of the portal's, whose answers are
// pages.
func (x *exchange) public() bool { return x.portal }

// PublicIndex lists published evaluations as a page.
func (s *server) PublicIndex(c context.Context, r PublicIndexRequestObject) (PublicIndexResponseObject, error) {
	ctx, _ := enter(c)
	wanted, noYear := Wanted{strings.TrimSpace(r.Params.Year), r.Params.Q}, ""
	if wanted.Year != "" && !isYear(wanted.Year) {
		wanted.Year, noYear = "", wanted.Year
	}
	list, next, err := s.store.Published(ctx, wanted, defaultPage, r.Params.Cursor)
	if err != nil {
		return nil, err
	}
	return s.page(c, "index.html", indexPage(list, wanted, noYear, next))
}

// isYear tells whether a reader typed a year.
func isYear(text string) bool {
	return len(text) == len("2006") && strings.Trim(text, "0123456789") == ""
}

// PublicEvaluation shows one published evaluation as a page.
func (s *server) PublicEvaluation(c context.Context, r PublicEvaluationRequestObject) (PublicEvaluationResponseObject, error) {
	ctx, _ := enter(c)
	published, err := s.published(ctx, r.EvaluationID)
	if err != nil {
		return nil, err
	}
	if body := s.pages.get(published.ID, published.Seq, s.now()); body != nil {
		return s.pageOf(c, body), nil
	}
	view, err := s.evaluationPage(ctx, published)
	if err != nil {
		return nil, err
	}
	page, err := s.page(c, "evaluation.html", view)
	if err == nil {
		s.pages.put(published.ID, published.Seq, s.now(), page.body)
	}
	return page, err
}

// evaluationPage reads what the page of a published evaluation says. Figures
// are those of the moment of sealing, whatever was handed in since.
func (s *server) evaluationPage(ctx context.Context, p Published) (evaluationView, error) {
	manifest, err := manifestOf(&p.Dossier)
	if err != nil {
		return evaluationView{}, err
	}
	sealed, err := s.store.Replay(ctx, p.ID, manifest.JournalSeq)
	if err != nil {
		return evaluationView{}, err
	}
	e, err := s.store.Whole(ctx, p.ID)
	if err != nil {
		return evaluationView{}, err
	}
	receiver := ""
	if e.ReceiverID != "" {
		if receiver, err = s.store.UnitName(ctx, e.ReceiverID); err != nil {
			return evaluationView{}, err
		}
	}
	view, err := evaluationPage(p, e, sealed, manifest, receiver)
	if err != nil {
		return evaluationView{}, err
	}
	back, err := s.returnedSince(ctx, p.ID)
	if err != nil {
		return evaluationView{}, err
	}
	if back != nil {
		view.ReturnedOn = civilDay(e, back.ReturnedAt)
	}
	def, err := s.store.Definition(ctx, sealed.Process)
	if err != nil {
		return evaluationView{}, err
	}
	if !p.current().hides("report") {
		view.Parts = partRows(composition.Parts(sealed, def))
	}
	in, err := s.store.CalendarInForce(ctx)
	if err != nil {
		return evaluationView{}, err
	}
	view.Disclosures = disclosureRows(evaluation.Disclosures(def, e, in.Calendar, e.Timescale.Today(s.now())))
	return view, nil
}

// PublicManifest gives the manifest byte for byte as it was sealed.
func (s *server) PublicManifest(c context.Context, r PublicManifestRequestObject) (PublicManifestResponseObject, error) {
	published, err := s.published(requestOf(c).Context(), r.EvaluationID)
	if err != nil {
		return nil, err
	}
	return s.copyOf(c, published.Dossier.Digest, mediaJSON, []byte(published.Dossier.Manifest)), nil
}

// PublicSums gives the list for sha256sum of all that the portal gives out.
func (s *server) PublicSums(c context.Context, r PublicSumsRequestObject) (PublicSumsResponseObject, error) {
	published, manifest, err := s.publishedManifest(requestOf(c).Context(), r.EvaluationID)
	if err != nil {
		return nil, err
	}
	var sums strings.Builder
	current := published.current()
	for _, f := range manifest.Files {
		if _, kept := current.withheld(f.Path); !kept {
			sums.WriteString(f.SHA256 + "  files/" + f.Path + "\n")
		}
	}
	sums.WriteString(published.Dossier.Digest + "  manifest.json\n")
	if current.offered() {
		sums.WriteString(current.Package + "  package.zip\n")
	}
	return s.copyOf(c, "sums-"+current.Package, "text/plain; charset=utf-8", []byte(sums.String())), nil
}

// PublicPackage gives the published dossier out as one ZIP.
func (s *server) PublicPackage(c context.Context, r PublicPackageRequestObject) (PublicPackageResponseObject, error) {
	published, err := s.published(requestOf(c).Context(), r.EvaluationID)
	if err != nil {
		return nil, err
	}
	return s.openPackage(c, published.ID, published.current())
}

// PublicVersionPackage gives an earlier publication out as one ZIP.
func (s *server) PublicVersionPackage(c context.Context, r PublicVersionPackageRequestObject) (PublicVersionPackageResponseObject, error) {
	published, err := s.published(requestOf(c).Context(), r.EvaluationID)
	if err != nil {
		return nil, err
	}
	v, err := published.version(r.Digest)
	if err != nil {
		return nil, err
	}
	return s.openPackage(c, published.ID, v)
}

// openPackage gives out the ZIP of a publication. Fault: not_found
// package_withdrawn.
func (s *server) openPackage(c context.Context, id evaluation.ID, v PublishedVersion) (*download, error) {
	if !v.offered() {
		return nil, fault.New(fault.NotFound, "package_withdrawn", "package %s of %s holds a paper that is withheld", v.Package, id)
	}
	return s.openPublic(c, id, packagePath, v.Package, packageName(id))
}

// PublicVersionManifest gives the manifest of an earlier publication.
func (s *server) PublicVersionManifest(c context.Context, r PublicVersionManifestRequestObject) (PublicVersionManifestResponseObject, error) {
	published, err := s.published(requestOf(c).Context(), r.EvaluationID)
	if err != nil {
		return nil, err
	}
	v, err := published.version(r.Digest)
	if err != nil {
		return nil, err
	}
	return s.copyOf(c, v.Dossier.Digest, mediaJSON, []byte(v.Dossier.Manifest)), nil
}

// PublicFile gives one file of the published dossier out. What is withheld is
// not there.
func (s *server) PublicFile(c context.Context, r PublicFileRequestObject) (PublicFileResponseObject, error) {
	published, manifest, err := s.publishedManifest(requestOf(c).Context(), r.EvaluationID)
	if err != nil {
		return nil, err
	}
	current := published.current()
	for _, f := range manifest.Files {
		if _, kept := current.withheld(f.Path); f.Path == r.Name && !kept {
			return s.openPublic(c, published.ID, f.Path, f.SHA256, f.Path[strings.LastIndex(f.Path, "/")+1:])
		}
	}
	return nil, fault.New(fault.NotFound, "dossier_file_not_found", "no file %q in the dossier of %s", r.Name, r.EvaluationID)
}

// publicCache lets anybody keep a copy for a while; afterwards the entity tag
// saves sending it again.
const publicCache = "public, max-age=300"

func (s *server) openPublic(c context.Context, id evaluation.ID, path, digest, name string) (*download, error) {
	d, err := s.open(c, digest, name)
	if err != nil {
		return nil, err
	}
	s.taken(c, id, path)
	d.cache = publicCache
	return d, nil
}

// published finds a published evaluation. Fault: not_found not_published.
func (s *server) published(ctx context.Context, id string) (Published, error) {
	p, err := s.store.Publication(ctx, evaluation.ID(id))
	if fault.CodeOf(err) == fault.NotFound {
		return p, fault.New(fault.NotFound, reasonNotPublished, "evaluation %q is not public", id)
	}
	return p, err
}

func (s *server) publishedManifest(ctx context.Context, id string) (Published, dossier.Manifest, error) {
	p, err := s.published(ctx, id)
	if err != nil {
		return p, dossier.Manifest{}, err
	}
	m, err := manifestOf(&p.Dossier)
	return p, m, err
}

// handout is text that the portal gives out, with an entity tag.
type handout struct {
	request   *http.Request
	mediaType string
	tag       string
	body      []byte
}

func (s *server) copyOf(c context.Context, tag, mediaType string, body []byte) *handout {
	return &handout{request: requestOf(c), mediaType: mediaType, tag: tag, body: body}
}

func (d *handout) send(w http.ResponseWriter) error {
	h := w.Header()
	h.Set("Content-Type", d.mediaType)
	h.Set("ETag", `"`+d.tag+`"`)
	h.Set("Cache-Control", publicCache)
	http.ServeContent(w, d.request, "", time.Time{}, bytes.NewReader(d.body))
	return nil
}

// VisitPublicIndexResponse sends a page.
func (d *handout) VisitPublicIndexResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitPublicEvaluationResponse sends a page.
func (d *handout) VisitPublicEvaluationResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitPublicManifestResponse sends a manifest.
func (d *handout) VisitPublicManifestResponse(w http.ResponseWriter) error { return d.send(w) }

// VisitPublicSumsResponse sends a list of sums.
func (d *handout) VisitPublicSumsResponse(w http.ResponseWriter) error { return d.send(w) }

// publicAsset serves the portal's style, whose name changes with its content.
func (s *server) publicAsset(c *gin.Context) {
	if c.Param("name") != s.portal.styleName {
		s.fail(c, fault.New(fault.NotFound, reasonNoRoute, "no asset %q", c.Param("name")))
		return
	}
	c.Header("Cache-Control", immutable)
	c.Data(http.StatusOK, "text/css; charset=utf-8", s.portal.style)
}

// fileLink is where the portal gives a file out. Gin reads a plus sign in an
// escaped path as a space, so it is escaped too.
func fileLink(id evaluation.ID, path string) string {
	escaped := strings.ReplaceAll(url.PathEscape(path), "+", "%2B")
	return publicPath + "/" + string(id) + "/files/" + escaped
}
