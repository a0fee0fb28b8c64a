package doctor

import (
	"fmt"
	"time"
)

// Findings judges Temporal; d tells what is in the archive.
func (t Temporal) Findings(now time.Time, d Database) []Finding {
	switch {
	case t.Err != nil:
		return []Finding{{"temporal", Fail, "连不上 Temporal：" + t.Address, "核对 TEMPORAL_ADDRESS，确认 Temporal 已启动。期间任务照常办理，提醒和阶段推进会延后。"}}
	case t.NamespaceErr != nil:
		return []Finding{
			{"temporal", OK, "Temporal 可用：" + t.Address, ""},
			{"namespace", Fail, "Temporal 没有命名空间 " + t.Namespace, "用 temporal operator namespace create 建立，保留期不少于 3 天。"},
		}
	}
	return []Finding{{"temporal", OK, "Temporal 可用：" + t.Address, ""}, t.retention(now, d), t.workers(), t.schedules(), t.clock(now)}
}

func (t Temporal) retention(now time.Time, d Database) Finding {
	left := t.Retention - now.Sub(d.OldestUnarchived)
	switch {
	case d.Unarchived > 0 && left < 0:
		return Finding{"namespace", Fail, fmt.Sprintf("有 %d 项已结束评价的工作流历史没有归档，其中有的已过保留期 %s", d.Unarchived, days(t.Retention)), "立即启动 jiheng worker 归档；已过期的无法补回，流水不受影响。"}
	case t.Retention < 72*time.Hour:
		return Finding{"namespace", Warn, "命名空间 " + t.Namespace + " 的保留期只有 " + days(t.Retention), "改为不少于 3 天，给归档留出时间。"}
	case d.Unarchived > 0 && now.Sub(d.OldestUnarchived) > 24*time.Hour:
		return Finding{"namespace", Warn, fmt.Sprintf("有 %d 项已结束评价的工作流历史没有归档，最早的还有 %s 过保留期", d.Unarchived, days(left)), "确认 jiheng worker 在运行。"}
	}
	return Finding{"namespace", OK, "命名空间 " + t.Namespace + "，保留期 " + days(t.Retention) + "，历史已归档", ""}
}

func (t Temporal) workers() Finding {
	if t.Workflows == 0 || t.Activities == 0 {
		return Finding{"workers", Fail, "任务队列 " + t.Queue + " 没有工作进程，阶段不会推进、提醒不会发出", "启动 jiheng worker。"}
	}
	return Finding{"workers", OK, fmt.Sprintf("任务队列 %s 有 %d 个工作进程", t.Queue, t.Workflows), ""}
}

func (t Temporal) schedules() Finding {
	if len(t.Missing) > 0 {
		return Finding{"schedules", Fail, "没有定时任务 " + some(t.Missing), "启动一次 jiheng worker，会自动建立。"}
	}
	return Finding{"schedules", OK, "定时核验已建立", ""}
}

// clock holds ours against Temporal's, of which the last poll is a reading.
func (t Temporal) clock(now time.Time) Finding {
	if t.LastPoll.Sub(now) > maxSkew {
		return Finding{"temporal_clock", Fail, fmt.Sprintf("Temporal 的时钟比本机快 %s", t.LastPoll.Sub(now).Round(time.Second)), "两边都接入同一时间源（NTP）。"}
	}
	return Finding{"temporal_clock", OK, "本机时钟不落后于 Temporal", ""}
}

func days(d time.Duration) string { return fmt.Sprintf("%.0f 天", d.Hours()/24) }
