package preview

import (
	"time"
)

// Limits bound one conversion (转换限额).
type Limits struct {
	Time      time.Duration // 60 seconds
	Memory    uint64        // bytes of address space; 4 GiB
	Disk      int64         // bytes of everything it writes; 512 MiB
	Output    int64         // bytes of the PDF; 100 MiB
	Processes uint64        // 200, threads counted
	AtOnce    int           // conversions side by side; 2
	Patience  time.Duration // how long one waits for its turn; 20 seconds
	Remember  time.Duration // how long a failure is not tried again; 10 minutes
}

func (l Limits) complete() Limits {
	return Limits{
		Time: or(l.Time, time.Minute), Memory: or(l.Memory, 4<<30), Disk: or(l.Disk, 512<<20), Output: or(l.Output, 100<<20),
		Processes: or(l.Processes, 200), AtOnce: or(l.AtOnce, 2), Patience: or(l.Patience, 20*time.Second),
		Remember: or(l.Remember, 10*time.Minute),
	}
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}
