package api

import (
	"context"
	"time"
)

// readyWithin is how long the database may take to answer a probe.
const readyWithin = 2 * time.Second

// GetHealth tells that the process is alive.
func (s *server) GetHealth(context.Context, GetHealthRequestObject) (GetHealthResponseObject, error) {
	return GetHealth200TextResponse("ok\n"), nil
}

// GetReadiness tells whether requests can be served: the database answers.
func (s *server) GetReadiness(c context.Context, _ GetReadinessRequestObject) (GetReadinessResponseObject, error) {
	ctx, _ := enter(c)
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	return GetReadiness200TextResponse("ready\n"), s.store.Ping(ctx)
}
