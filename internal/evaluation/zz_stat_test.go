package evaluation_test
import ("testing";"fmt";"pgregory.net/rapid";"jiheng/internal/evaluation")
func TestStat(t *testing.T) {
	n:=map[evaluation.EventType]int{}; sys:=map[string]int{}; fin,walks:=0,0; maxr:=0
	rapid.Check(t, func(t *rapid.T) {
		k := newWalk(t)
		k.steps(rapid.IntRange(1, 60).Draw(t, "steps"))
		walks++
		if k.c.Evaluation.State==evaluation.Finished {fin++}
		for _,r:=range k.c.Records { n[r.Event.Type()]++; if a,ok:=r.Event.(evaluation.AttemptRefused);ok{sys[a.Reason]++} }
		for _,x:=range k.c.Evaluation.Tasks { if x.Round>maxr {maxr=x.Round}; if x.Seat>0 {sys["seat"+string(x.State)]++}}
	})
	fmt.Println(walks,fin,n,sys,maxr)
}
