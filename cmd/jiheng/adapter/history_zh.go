package adapter

import (
	"fmt"
	"strings"

	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"

	"jiheng/internal/evaluation"
)

// inWords says what an event of a workflow's history was, "" for what only
// concerns how Temporal works; asked are the activities scheduled before it, so
// that what came of one can be told by its name. Of timers it tells of those that fired: each time
// a timeline looks again it takes back the one it had.
func inWords(e *historypb.HistoryEvent, id evaluation.ID, asked map[int64]string) string {
	switch e.GetEventType() { //nolint:exhaustive // the rest is how Temporal works
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
		if before := e.GetWorkflowExecutionStartedEventAttributes().GetContinuedExecutionRunId(); before != "" {
			return "接续上一次运行 " + before
		}
		return "时间线启动"
	case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
		if seq := toldOf(e, id); seq > 0 {
			return fmt.Sprintf("收到通知：流水已到第 %d 条", seq)
		}
		return "收到通知：重新查看"
	case enumspb.EVENT_TYPE_TIMER_FIRED:
		return "计时到时"
	case enumspb.EVENT_TYPE_MARKER_RECORDED:
		if seq := seenOf(e); seq > 0 {
			return fmt.Sprintf("读取数据，至流水第 %d 条", seq)
		}
		return "完成：" + doing(localActivity(e))
	case enumspb.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
		return "安排：" + doing(e.GetActivityTaskScheduledEventAttributes().GetActivityType().GetName())
	case enumspb.EVENT_TYPE_ACTIVITY_TASK_COMPLETED:
		return "完成：" + doing(asked[e.GetActivityTaskCompletedEventAttributes().GetScheduledEventId()])
	case enumspb.EVENT_TYPE_ACTIVITY_TASK_FAILED:
		return "失败，稍后重试或者由人处理：" + doing(asked[e.GetActivityTaskFailedEventAttributes().GetScheduledEventId()]) // why is for the log
	case enumspb.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT:
		return "超时：" + doing(asked[e.GetActivityTaskTimedOutEventAttributes().GetScheduledEventId()])
	default:
		return ending(e)
	}
}

// doing says what an activity does.
func doing(name string) string {
	words := map[string]string{
		"Facts": "读取数据", "Advance": "推进阶段和任务", "Perform": "定稿、报送或者公开", "Notify": "拟出通知", "Deliver": "发出通知",
	}
	if said, ok := words[name]; ok {
		return said
	}
	return "一步数据处理"
}

func ending(e *historypb.HistoryEvent) string {
	return map[string]string{
		"WorkflowExecutionCompleted":       "时间线结束",
		"WorkflowExecutionFailed":          "时间线失败",
		"WorkflowExecutionTimedOut":        "时间线超时",
		"WorkflowExecutionCanceled":        "时间线取消",
		"WorkflowExecutionTerminated":      "时间线被终止",
		"WorkflowExecutionContinuedAsNew":  "转入新的运行",
		"WorkflowExecutionCancelRequested": "收到取消请求",
	}[strings.TrimSpace(e.GetEventType().String())]
}
