package main

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"
)

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

// sizesFor gives the sizes of a full or a quick run, with what was replaced.
func sizesFor(o options) (sizes, error) {
	s := fullSizes()
	if o.quick {
		s = quickSizes()
	}
	if o.clients != "" {
		s.clients = nil
		for word := range strings.SplitSeq(o.clients, ",") {
			n, err := strconv.Atoi(word)
			if err != nil || n < 1 {
				return s, fmt.Errorf("-clients: %q is not a number of sessions", word)
			}
			s.clients = append(s.clients, n)
		}
	}
	s.rounds = cmp.Or(o.rounds, s.rounds)
	s.round = cmp.Or(o.round, s.round)
	s.large = cmp.Or(o.large, s.large)
	s.cases = cmp.Or(o.cases, s.cases)
	return s, nil
}

func quickSizes() sizes {
	return sizes{
		people: 200, small: 1000, large: 5000, perCase: 50,
		clients: []int{1, 4}, rounds: 1, round: time.Second, warm: time.Second / 2, cases: 48, items: 500,
		asked: 20, askers: 4, rate: 20, mix: time.Second, page: 3,
	}
}

func fullSizes() sizes {
	return sizes{
		people: 2000, small: 10_000, large: 1_000_000, perCase: 250,
		clients: []int{1, 8, 32}, rounds: 4, round: 6 * time.Second, warm: 4 * time.Second, cases: 240, items: 500,
		asked: 600, askers: 24, rate: 100, mix: 10 * time.Second, page: 50,
	}
}
