package api

import (
	"context"

	"jiheng/internal/declaration"
	"jiheng/internal/scoring"
	"jiheng/policy"
)

// ListSchemes lists the scoring schemes.
func (s *server) ListSchemes(c context.Context, _ ListSchemesRequestObject) (ListSchemesResponseObject, error) {
	if err := s.mayReadDefinitions(c); err != nil {
		return nil, err
	}
	out := ListSchemes200JSONResponse{Schemes: []SchemeSummary{}}
	for _, scheme := range s.schemes.All() {
		out.Schemes = append(out.Schemes, SchemeSummary{
			Name: scheme.Name, Version: scheme.Version, Title: scheme.Title, Source: scheme.Source,
			From: scheme.From, Until: scheme.Until, Full: string(scheme.FullGiven), ScoresGap: scheme.ScoresGap(),
		})
	}
	return out, nil
}

// GetScheme gives a scheme as it was written.
func (s *server) GetScheme(c context.Context, r GetSchemeRequestObject) (GetSchemeResponseObject, error) {
	if err := s.mayReadDefinitions(c); err != nil {
		return nil, err
	}
	scheme, err := s.schemes.Find(r.SchemeName, r.Params.Version)
	return GetScheme200JSONResponse(scheme), err
}

// PreviewScore computes a sheet and keeps nothing.
func (s *server) PreviewScore(c context.Context, r PreviewScoreRequestObject) (PreviewScoreResponseObject, error) {
	if err := s.mayReadDefinitions(c); err != nil {
		return nil, err
	}
	scheme, err := s.schemes.Find(r.SchemeName, r.Params.Version)
	if err != nil {
		return nil, err
	}
	scores, err := scoreSheet(scheme, *r.Body)
	return PreviewScore200JSONResponse(scores), err
}

// scoreSheet reads a sheet and scores it.
func scoreSheet(scheme scoring.Scheme, raw []byte) (scoring.Scores, error) {
	cohort, err := declaration.ParseCohort(raw)
	if err != nil {
		return scoring.Scores{}, err
	}
	return cohort.Score(scheme)
}

// mayReadDefinitions asks for what the list of processes asks for: schemes
// belong to them and hold nothing about anybody. Administrators read them, who
// decide what is published, in whatever unit they are.
func (s *server) mayReadDefinitions(c context.Context) error {
	ctx, x := enter(c)
	actor, err := s.actor(ctx, x)
	if err != nil {
		return err
	}
	if _, err := s.policy.AuthorizeInstallation(actor, policy.ObjectPublishing, policy.Read); err == nil {
		return nil
	}
	_, err = s.policy.AuthorizeUnit(actor, string(x.session.Person.UnitID), policy.ObjectDefinition, policy.Read)
	return err
}
