package storetest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"jiheng/internal/calendar"
	"jiheng/internal/evaluation"
	"jiheng/internal/review"
	"jiheng/internal/store"
)

// FiledByMany has n units file with a receiver, as they do in a year: most
// filings passed, some wait, some were returned, some units have filed nothing.
// What they state is made up.
func FiledByMany(ctx context.Context, s *store.Store, b review.Book, n int, by string) error {
	due := map[string]calendar.Date{}
	for i := range n {
		unit := fmt.Sprintf("unit-%04d", i)
		if err := s.SeedOrganisation(ctx, store.Organisation{Units: []store.Unit{{ID: unit, Name: unitName(i)}}}); err != nil {
			return err
		}
		due[unit] = calendar.DateOf(time.Now()).AddDays(i%3 - 1)
		if i%20 == 19 {
			continue // nothing has come
		}
		f := manyFiled(b, unit, i)
		if err := s.Review(ctx, review.Request{Book: b, Arriving: &f, Actor: "system"}, func(now *review.Situation) (review.Change, error) {
			f.Number, f.ArrivedAt, f.ReceivedAt = now.Number, now.Now, now.Now
			rows, events, err := review.Enter(f, now.Versions, "")
			return review.Change{Filings: rows, Events: events}, err
		}); err != nil {
			return err
		}
		if err := decideMany(ctx, s, f, i, by); err != nil {
			return err
		}
	}
	return s.PutDuties(ctx, store.AtTheConsole(), b, due)
}

func decideMany(ctx context.Context, s *store.Store, f review.Filing, i int, by string) error {
	if i%20 == 18 {
		return nil // it waits
	}
	return s.Review(ctx, review.Request{Book: f.Book(), Filing: f.ID, Actor: evaluation.PersonID(by)}, func(now *review.Situation) (review.Change, error) {
		if i%20 == 17 {
			reasons := []string{fmt.Sprintf("决算数与报告不一致（%d）", i)}
			out, err := now.Filing.SendBack(by, reasons, nil, now.Now)
			return review.Change{Filings: []review.Filing{out}, Events: []review.Event{review.FilingSentBack{Filing: f.ID, Digest: f.Digest, Reasons: reasons}}}, err
		}
		points := []review.CheckPoint{{Name: "材料齐全", Passed: true}}
		out, err := now.Filing.Accept(by, points, now.Now)
		return review.Change{Filings: []review.Filing{out}, Events: []review.Event{review.FilingAccepted{Filing: f.ID, Digest: f.Digest, FormCheck: points}}}, err
	})
}

func manyFiled(b review.Book, unit string, i int) review.Filing {
	sum := sha256.Sum256([]byte(unit))
	digest := hex.EncodeToString(sum[:])
	grade := []string{"优", "优", "良", "良", "中", "差", ""}[i%7]
	return review.Filing{
		ID: review.FilingID(b.ReceiverID, unit, "ev-"+unit, 1), ReceiverID: b.ReceiverID, UnitID: unit, EvaluationID: "ev-" + unit, Year: b.Year,
		Title: fmt.Sprintf("%s%d年度整体支出绩效自评", unitName(i), b.Year), Version: 1, Digest: digest, Package: digest, Size: 1,
		DeclaredTotal: fmt.Sprintf("%d.%d", 99-i%40, i%10), DeclaredGrade: grade, Channel: review.ChannelFile, FiledAt: time.Now(), Envelope: "{}",
		Receipt: "{}", State: review.Received, Sheet: manySheet(i),
	}
}

// manySheet is a data table; one in nine does not say in what it counts.
func manySheet(i int) json.RawMessage {
	measure := []string{"（万元）", "（万元）", "（元）"}[i%3]
	if i%9 == 8 {
		measure = ""
	}
	name := []string{"整体支出完成率", "预算执行率"}[i%2]
	return json.RawMessage(fmt.Sprintf(`{"figures":[{"name":%q,"kind":"ratio","unit":"%%","stated":"","source":"财政拨款决算支出 ÷ 财政拨款决算收入%s","operands":["%d.%02d","%d.75"]},
		{"name":"“三公”经费控制率","kind":"ratio","stated":"","source":"实际支出数 ÷ 预算安排数（万元）","operands":["5.06","6.48"]}],
		"items":[{"group":"预算编制","name":"预算编制合理性","weight":"50","score":"%d"},{"group":"预算执行","name":"支出完成率","weight":"50","score":"%d.%d"}]}`,
		name, measure, 800+i*3, i%100, 1000+i*4, 50-i%20, 49-i%20, i%10))
}

func unitName(i int) string {
	kinds := []string{"第%d中学", "第%d小学", "第%d人民医院", "第%d街道办事处", "第%d供水管理所"}
	return fmt.Sprintf(kinds[i%len(kinds)], i/len(kinds)+1)
}
