package command

import (
	"errors"
	"fmt"
	"strings"

	"jiheng/internal/fault"
	"jiheng/internal/scheme"
	"jiheng/internal/source"
)

const (
	schemeShort     = "评分方案 (scoring schemes)"
	schemeListShort = "列出内置的评分方案及其依据 (list shipped schemes)"
	schemeShowShort = "显示一个评分方案：指标、分值、规则、未定事项 (show a scheme)"
	schemeLintShort = "检查评分方案文件，指出每个问题的行和列；有问题时退出码为 3 (point at every mistake)"
	scoreShort      = "按评分方案计算评分数据，逐项列出算式和扣分原因 (compute a score sheet)"

	appraisalOutFlag   = "把填好的考评表写到这个文件：.xlsx、.docx 或 .pdf (write the filled appraisal table)"
	appraisalUnitFlag  = "有几个单位时，考评表是哪个单位的 (the unit of the table)"
	appraisalOutWanted = "以 .xlsx、.docx 或 .pdf 结尾的文件名"

	schemeFlag = "评分方案：内置方案的名称，可带 @版本，或方案文件 (scheme by name or file)"
)

var (
	errOneScheme = errors.New("请给出一个评分方案文件，或内置方案的名称 (name one scheme file or shipped scheme)")
	errNoScheme  = errors.New("请用 --scheme 给出评分方案，可用的方案见 jiheng scheme list (give a scheme)")
	errOneSheet  = errors.New("请给出一个评分数据文件，格式见 docs/scoring.md (name one sheet)")
)

func appraisalWritten(file string) string { return "考评表已写入 " + file }

// appraisalUnitWanted lists the units to choose from.
func appraisalUnitWanted(ids []string) string {
	return "评分数据里的单位编号之一：" + strings.Join(ids, "、")
}

func noScheme(name string) error {
	return fmt.Errorf("没有“%s”这个文件，也没有叫这个名称的内置评分方案；见 jiheng scheme list (no such file or scheme)", name)
}

// badScheme tells each mistake as scheme lint does.
func badScheme(file string, problems []source.Problem) error {
	var lines []string
	for i, p := range problems {
		if i == maxShownFields {
			lines = append(lines, fmt.Sprintf("……还有 %d 处", len(problems)-i))
			break
		}
		lines = append(lines, fmt.Sprintf("%s:%d:%d: %s", file, p.Line, p.Column, scheme.Sentence(p)))
	}
	return errors.New("评分方案有误，改正后重试 (wrong scheme)\n" + strings.Join(lines, "\n"))
}

// maxShownFields bounds how many wrong fields are told at once.
const maxShownFields = 20

func sheetFields(file string, fields []fault.Field) error {
	var lines []string
	for i, f := range fields {
		if i == maxShownFields {
			lines = append(lines, fmt.Sprintf("……还有 %d 处", len(fields)-i))
			break
		}
		lines = append(lines, file+" "+scheme.FieldPlace(f.Name)+"："+scheme.InputSentence(f))
	}
	return errors.New("评分数据有误 (wrong sheet)\n" + strings.Join(lines, "\n"))
}
