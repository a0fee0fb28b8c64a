package main

import "time"

// sizes say how much is made and how long is measured (规模).
type sizes struct {
	people  int // who work in units of ten
	small   int // live tasks at first
	large   int // live tasks then
	perCase int // live tasks of one evaluation

	clients []int         // concurrent sessions, each a round of its own
	rounds  int           // of either side, taking turns
	round   time.Duration // the length of one
	warm    time.Duration // before the first one
	cases   int           // evaluations to work through, half for either side
	items   int           // tasks in each of them

	asked  int           // requests of one kind to the inbox
	askers int           // people who ask
	rate   int           // requests a second in the open-loop mix
	mix    time.Duration // how long the mix lasts
	page   int           // the page that a patient reader reaches
}

func sizesFor(quick bool) sizes {
	if quick {
		return sizes{
			people: 200, small: 1000, large: 5000, perCase: 50,
			clients: []int{1, 4}, rounds: 1, round: time.Second, warm: time.Second / 2, cases: 8, items: 200,
			asked: 20, askers: 4, rate: 20, mix: time.Second, page: 3,
		}
	}
	return sizes{
		people: 2000, small: 10_000, large: 1_000_000, perCase: 250,
		clients: []int{1, 8, 32}, rounds: 4, round: 6 * time.Second, warm: 4 * time.Second, cases: 240, items: 500,
		asked: 600, askers: 24, rate: 100, mix: 10 * time.Second, page: 50,
	}
}
