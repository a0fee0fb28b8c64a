package main

import "context"

func (b *bench) history(ctx context.Context) error { return nil }
