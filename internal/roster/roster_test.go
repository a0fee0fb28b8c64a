package roster_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"jiheng/internal/calendar"
	"jiheng/internal/roster"
)

const good = `{
  "units": [{ "id": "centre", "name": "政务服务中心" }],
  "departments": [
    { "id": "finance", "unit_id": "centre", "name": "财务室" },
    { "id": "office", "unit_id": "centre", "name": "办公室" }
  ],
  "people": [
    { "id": "wang", "unit_id": "centre", "department_id": "finance", "name": "王某", "post": "财务室负责人", "email": "wang@example.gov.cn",
      "roles": [
        { "role": "finance_office" },
        { "role": "section", "department_id": "finance", "from": "2026-01-01", "to": "2026-12-31" }
      ] },
    { "id": "li", "unit_id": "centre", "name": "李某", "login": " Li.Office ", "roles": [{ "role": "sys_admin" }] }
  ]
}`

func roles() []roster.Role {
	return []roster.Role{
		{ID: "section", Title: "项目负责科室", OfDepartment: true},
		{ID: "finance_office", Title: "财务室"},
		{ID: "sys_admin", Title: "系统管理员", Administrator: true},
		{ID: "security_admin", Title: "安全管理员", Administrator: true},
	}
}

// problems reads and checks, and gives what is wrong line by line.
func problems(content string, known roster.Known) []string {
	r, found := roster.Read([]byte(content))
	lines := []string{}
	for _, p := range append(found, roster.Check(r, known, roles())...) {
		lines = append(lines, p.String())
	}
	return lines
}

func TestARosterIsReadWithItsDefaults(t *testing.T) {
	t.Parallel()
	for name, content := range map[string]string{"plain": good, "with a byte order mark": "\xef\xbb\xbf" + good} {
		require.Empty(t, problems(content, roster.Known{}), name)
		r, _ := roster.Read([]byte(content))
		require.Equal(t, "wang", r.People[0].Login, "the id unless the file says otherwise")
		require.Equal(t, "li.office", r.People[1].Login, "as logins are compared")
		dated := r.People[0].Roles[1]
		require.Equal(t, "centre", dated.UnitID, "the person's own unit")
		require.Equal(t, calendar.Date{Year: 2026, Month: 1, Day: 1}, dated.From)
		require.Equal(t, calendar.Date{Year: 2026, Month: 12, Day: 31}, dated.To)
		require.Equal(t, 11, dated.Line)
	}
}

func TestEveryMistakeIsOneSentenceWithItsPlace(t *testing.T) {
	t.Parallel()
	known := roster.Known{
		Units: map[string]bool{"bureau": true}, Departments: map[string]string{"performance": "bureau"},
		Logins: map[string]string{"zhao": "zhao-1"}, Roles: map[string][]string{"wang": {"finance_office"}},
	}
	for name, c := range map[string]struct{ old, new, want string }{
		"a unit that is not there":        {`"unit_id": "centre", "name": "财务室"`, `"unit_id": "nowhere", "name": "财务室"`, "第4行 departments[0].unit_id：没有登记单位“nowhere”，请先登记单位。"},
		"a department of another unit":    {`"department_id": "finance", "name"`, `"department_id": "performance", "name"`, "第8行 people[0].department_id：科室“performance”属于单位“bureau”，不属于“centre”。"},
		"a department that moved":         {`"id": "office", "unit_id"`, `"id": "performance", "unit_id"`, "第5行 departments[1].unit_id：科室“performance”已登记在单位“bureau”，不能改属其他单位；请另设编号。"},
		"an unknown role":                 {`"role": "finance_office"`, `"role": "finanse"`, "第10行 people[0].roles[0].role：没有“finanse”这个角色；可授予的角色：section（项目负责科室）、finance_office（财务室）、sys_admin（系统管理员）、security_admin（安全管理员）。"},
		"a section without department":    {`"role": "section", "department_id": "finance"`, `"role": "section"`, "第11行 people[0].roles[1].department_id：section（项目负责科室）须写明科室。"},
		"dates the wrong way round":       {`"to": "2026-12-31"`, `"to": "2025-12-31"`, "第11行 people[0].roles[1].to：截止日期早于开始日期。"},
		"no date":                         {`2026-12-31`, `2026-02-30`, "第11行 people[0].roles[1].to：日期应写成2026-01-01的形式。"},
		"a login of somebody else":        {`" Li.Office "`, `"ZHAO"`, "第13行 people[1].login：账号“zhao”已由“zhao-1”使用。"},
		"a login twice":                   {`" Li.Office "`, `"wang"`, "第13行 people[1].login：账号“wang”已由“wang”使用。"},
		"a login with a space":            {`" Li.Office "`, `"li office"`, "第13行 people[1].login：账号不能有空格和不能显示的字符，不超过64个字。"},
		"a person twice":                  {`"id": "li"`, `"id": "wang"`, "第13行 people[1].id：人员“wang”在文件中出现了两次。"},
		"the system itself":               {`"id": "li"`, `"id": "system"`, "第13行 people[1].id：system是系统自身的编号，请换一个编号。"},
		"an id with a slash":              {`"id": "li"`, `"id": "a/b"`, "第13行 people[1].id：编号由英文字母、数字和“.”“_”“-”组成，以字母或者数字开头，不超过64个字符。"},
		"no name":                         {`"name": "李某", `, ``, "第13行 people[1].name：必须填写。"},
		"a name with a line break":        {`"李某"`, `"李\n某"`, "第13行 people[1].name：首尾不能有空格，也不能有换行等不能显示的字符。"},
		"a long post":                     {`财务室负责人`, strings.Repeat("长", 101), "第8行 people[0].post：不能超过100个字。"},
		"no mail address":                 {`wang@example.gov.cn`, `wang`, "第8行 people[0].email：不是有效的电子邮箱地址，例如 zhang@example.gov.cn。"},
		"an administrator of two kinds":   {`[{ "role": "sys_admin" }]`, `[{ "role": "sys_admin" }, { "role": "security_admin" }]`, "第13行 people[1].roles：系统管理员不得兼任安全管理员：三类管理员互相制约，也不参与评价工作。"},
		"an administrator who works":      {`"finance_office" },`, `"sys_admin" },`, "第8行 people[0].roles：系统管理员不得兼任项目负责科室：三类管理员互相制约，也不参与评价工作。"},
		"an unknown column":               {`"post":`, `"posts":`, "第8行 people[0].posts：没有这个栏目；可用的栏目：id、unit_id、department_id、name、post、email、login、roles。"},
		"a column twice":                  {`"post": "财务室负责人"`, `"name": "财务室负责人"`, "第8行 people[0].name：同一栏目写了两次，请删去一处。"},
		"a number for a text":             {`"政务服务中心"`, `7`, "第2行 units[0].name：应为加引号的文字。"},
		"an object for a list":            {`"units": [{ "id": "centre", "name": "政务服务中心" }]`, `"units": {}`, "第2行 units：应为方括号括起的列表。"},
		"a text for an object":            {`[{ "role": "sys_admin" }]`, `["sys_admin"]`, "第13行 people[1].roles[0]：应为花括号括起的对象。"},
		"a comma too few":                 {`"name": "财务室" },`, `"name": "财务室" }`, "第5行：不是有效的JSON，请检查这一行及上一行的引号、逗号和括号。"},
		"something after the end":         {"\n}", "\n} }", "第15行：不是有效的JSON，请检查这一行及上一行的引号、逗号和括号。"},
		"a file that ends too soon":       {"\n  ]\n}", "", "第13行：不是有效的JSON，请检查这一行及上一行的引号、逗号和括号。"},
		"a file in another encoding":      {"王某", "\xcd\xf5\xc4\xb3", "文件不是UTF-8编码，请另存为UTF-8后重试。"},
		"the same role twice in one file": {`{ "role": "sys_admin" }`, `{ "role": "sys_admin" }, { "role": "sys_admin" }`, "第13行 people[1].roles[1].role：同一任职“sys_admin”写了两次。"},
	} {
		require.Contains(t, good, c.old, name)
		require.Contains(t, problems(strings.Replace(good, c.old, c.new, 1), known), c.want, name)
	}
}

func TestWhatIsThereAlreadyCounts(t *testing.T) {
	t.Parallel()
	part := `{"people": [{"id": "wang", "unit_id": "centre", "department_id": "finance", "name": "王某", "roles": [{"role": "finance_office"}]}]}`
	known := roster.Known{
		Units: map[string]bool{"centre": true}, Departments: map[string]string{"finance": "centre"},
		Logins: map[string]string{"wang": "wang"}, Roles: map[string][]string{"wang": {"finance_office"}},
	}
	require.Empty(t, problems(part, known), "a part of the roster may be brought in by itself, and again")
	known.Roles["wang"] = []string{"security_admin"}
	require.Equal(t, []string{"第1行 people[0].roles：安全管理员不得兼任财务室：三类管理员互相制约，也不参与评价工作。"}, problems(part, known))
}

func TestDeepNestingIsRefused(t *testing.T) {
	t.Parallel()
	deep := `{"units": ` + strings.Repeat("[", 40) + strings.Repeat("]", 40) + `}`
	require.Equal(t, []string{"第1行：括号套得过深，请按说明中的格式填写。"}, problems(deep, roster.Known{}))
}

func TestNoFileIsTooOdd(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		content := []byte(good)
		for range rapid.IntRange(1, 5).Draw(t, "changes") {
			i := rapid.IntRange(0, len(content)-1).Draw(t, "at")
			content[i] = rapid.Byte().Draw(t, "byte")
		}
		r, found := roster.Read(content)
		for _, p := range append(found, roster.Check(r, roster.Known{}, roles())...) {
			require.NotEmpty(t, p.Text)
			require.LessOrEqual(t, p.Line, strings.Count(string(content), "\n")+1)
		}
	})
}
