package main

import "context"

func (b *bench) inboxSmall(ctx context.Context) error { return nil }
func (b *bench) inboxLarge(ctx context.Context) error { return nil }
