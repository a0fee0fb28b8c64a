package api

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"

	"jiheng/internal/evaluation"
	"jiheng/internal/fault"
	"jiheng/internal/review"
	"jiheng/policy"
)

// ListDraws shows the draws of a year.
func (s *server) ListDraws(c context.Context, r ListDrawsRequestObject) (ListDrawsResponseObject, error) {
	ctx, x := enter(c)
	b, _, err := s.bookFor(ctx, x, r.Year, policy.Read)
	if err != nil {
		return nil, err
	}
	list, err := s.store.Draws(ctx, b)
	if err != nil {
		return nil, err
	}
	out := ListDraws200JSONResponse{Draws: []Draw{}}
	for _, d := range list {
		out.Draws = append(out.Draws, s.drawView(ctx, d).Body)
	}
	return out, nil
}

// GetDraw shows a draw with everything that is needed to do it again.
func (s *server) GetDraw(c context.Context, r GetDrawRequestObject) (GetDrawResponseObject, error) {
	ctx, x := enter(c)
	d, _, err := s.draw(ctx, x, r.DrawID, policy.Read)
	if err != nil {
		return nil, err
	}
	return GetDraw200JSONResponse{s.drawView(ctx, d)}, nil
}

// draw finds a draw of the caller's unit with which he may do something.
func (s *server) draw(ctx context.Context, x *exchange, id string, a evaluation.Action) (review.Draw, policy.Decision, error) {
	d, err := s.store.Draw(ctx, id)
	if err != nil {
		return d, policy.Decision{}, err
	}
	b, decision, err := s.bookFor(ctx, x, d.Year, a)
	if b.ReceiverID != d.ReceiverID {
		return d, decision, fault.New(fault.NotFound, "draw_not_found", "no draw %.60q", id)
	}
	return d, decision, err
}

// ListForDraw fixes the list of a draw (确定名单): all filings of the year that
// passed the form check.
func (s *server) ListForDraw(c context.Context, r ListForDrawRequestObject) (ListForDrawResponseObject, error) {
	ctx, x := enter(c)
	b, d, err := s.bookFor(ctx, x, r.Year, policy.DrawLots)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(string(x.person()) + "\n" + r.Params.IdempotencyKey))
	id := "dr-" + hex.EncodeToString(sum[:12])
	if known, err := s.store.Draw(ctx, id); err == nil {
		return ListForDraw200JSONResponse{s.drawView(ctx, known)}, nil // it was answered before
	}
	population, err := s.store.Drawable(ctx, b)
	if err != nil {
		return nil, err
	}
	var out review.Draw
	request := review.Request{Book: b, Actor: x.person(), RequestID: x.requestID, ClientAddress: x.address}
	err = s.store.Review(ctx, request, func(now *review.Situation) (review.Change, error) {
		out, err = review.List(review.Draw{
			ID: id, ReceiverID: b.ReceiverID, Year: b.Year, Title: r.Body.Title, Population: population, Size: r.Body.Size,
		}, string(x.person()), now.Now)
		return review.Change{Draw: &out, Rule: d.Rule, PolicyVersion: d.Version, Events: []review.Event{review.DrawListed{
			Draw: out.ID, Title: out.Title, Digest: out.Digest, Size: out.Size, Population: out.Population,
		}}}, err
	})
	s.metrics.acted("filing_draw", err)
	return ListForDraw200JSONResponse{s.drawView(ctx, out)}, err
}

// PublishSeed publishes the seed of a draw whose list is fixed (公布种子). One
// that is left out is made by chance here, after the list: nobody chooses it.
func (s *server) PublishSeed(c context.Context, r PublishSeedRequestObject) (PublishSeedResponseObject, error) {
	seed, source := r.Body.Seed, r.Body.Source
	if seed == "" {
		seed, source = rand.Text(), seedOfChance
	}
	view, err := s.changeDraw(c, r.DrawID, r.Params.IfMatch, func(now *review.Situation, _ string) (review.Change, error) {
		out, err := now.Draw.Publish(seed, source, now.Now)
		return review.Change{Draw: &out, Events: []review.Event{
			review.SeedPublished{Draw: out.ID, Digest: out.Digest, Seed: out.Seed, Source: out.SeedSource},
		}}, err
	})
	return PublishSeed200JSONResponse{view}, err
}

// DrawLots draws (抽取).
func (s *server) DrawLots(c context.Context, r DrawLotsRequestObject) (DrawLotsResponseObject, error) {
	view, err := s.changeDraw(c, r.DrawID, r.Params.IfMatch, func(now *review.Situation, by string) (review.Change, error) {
		if now.Draw.Lots != nil && now.Draw.DrawnBy == by {
			return review.Change{}, nil // it was answered before
		}
		out, err := now.Draw.Do(by, now.Now)
		return review.Change{Draw: &out, Events: []review.Event{
			review.LotsDrawn{Draw: out.ID, Digest: out.Digest, Seed: out.Seed, Size: out.Size, Drawn: out.Drawn()},
		}}, err
	})
	return DrawLots200JSONResponse{view}, err
}

func (s *server) changeDraw(c context.Context, id, match string, decide func(*review.Situation, string) (review.Change, error)) (DrawJSONResponse, error) {
	ctx, x := enter(c)
	version, err := terms{match: match, versioned: true}.seen()
	if err != nil {
		return DrawJSONResponse{}, err
	}
	d, decision, err := s.draw(ctx, x, id, policy.DrawLots)
	if err != nil {
		return DrawJSONResponse{}, err
	}
	request := review.Request{
		Book: review.Book{ReceiverID: d.ReceiverID, Year: d.Year}, Draw: id, Actor: x.person(), RequestID: x.requestID,
		ClientAddress: x.address, IfVersion: version,
	}
	err = s.store.Review(ctx, request, func(now *review.Situation) (review.Change, error) {
		change, err := decide(now, string(x.person()))
		change.Rule, change.PolicyVersion = decision.Rule, decision.Version
		return change, err
	})
	s.metrics.acted("filing_draw", err)
	if err != nil {
		return DrawJSONResponse{}, err
	}
	d, err = s.store.Draw(ctx, id)
	return s.drawView(ctx, d), err
}

func (s *server) drawView(ctx context.Context, d review.Draw) DrawJSONResponse {
	names := s.namesAfter(ctx, evaluation.PersonID(d.ListedBy), evaluation.PersonID(d.DrawnBy))
	view := Draw{
		ID: d.ID, Year: d.Year, Title: d.Title, Population: append([]string{}, d.Population...), PopulationDigest: d.Digest, Size: d.Size,
		ListedAt: local(d.ListedAt), Seed: d.Seed, SeedSource: d.SeedSource, SeededAt: local(d.SeededAt), DrawnAt: local(d.DrawnAt),
		Lots: []Lot{}, RowVersion: d.RowVersion,
	}
	_, view.ListedByName = named(names, evaluation.PersonID(d.ListedBy))
	_, view.DrawnByName = named(names, evaluation.PersonID(d.DrawnBy))
	for _, l := range d.Lots {
		view.Lots = append(view.Lots, Lot{ID: l.ID, Place: l.Place, Hash: l.Hash, Drawn: l.Drawn})
	}
	return DrawJSONResponse{Body: view, Headers: DrawResponseHeaders{ETag: tag(d.RowVersion)}}
}
