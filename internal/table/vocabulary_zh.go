package table

import (
	"regexp"
	"strings"
)

// What the words of a table mean. The words are those of the published forms.

var foldSigns = strings.NewReplacer(
	"≧", "≥", "⩾", "≥", "≽", "≥", ">=", "≥", "=>", "≥", "≦", "≤", "⩽", "≤", "<=", "≤", "﹪", "%", "，", ",", "〉", ">", "〈", "<", "═", "=", "﹦", "=", "﹥", ">", "﹤", "<",
	"㎡", "平方米", "m²", "平方米", "m2", "平方米", "㎥", "立方米", "m³", "立方米", "㎞", "公里", "−", "-", "﹣", "-", "〔", "(", "〕", ")", "（", "(", "）", ")",
	"○", "〇",
)

var (
	numbering = regexp.MustCompile(`^(?:[★☆*#●◆▲]|指标\d+[:：]?|\d+[、．]|\(\d+\)|[一二三四五六七八九十]+、|[①-⑳]|其中:?)+`)
	bracketed = regexp.MustCompile(`\([^()]*\)`)

	atLeastBefore = regexp.MustCompile(`^(?:≥|>|大于等于|大于或等于|大于|不少于|不低于|不小于|至少|超过|高于|多于)=?`)
	atMostBefore  = regexp.MustCompile(`^(?:≤|<|小于等于|小于或等于|小于|不超过|不高于|不大于|不多于|不突破|低于|少于|控制在)=?`)
	equalBefore   = regexp.MustCompile(`^(?:=|等于)`)
	atLeastAfter  = regexp.MustCompile(`(?:及以上|或以上|以上)$`)
	atMostAfter   = regexp.MustCompile(`(?:及以下|或以下|以下|以内|之内)$`)
	// withinTime is a time limit such as 6个月内.
	withinTime  = regexp.MustCompile(`^(\D{0,4}?(?:\d{1,3}(?:\.\d+)?|[一二两三四五六七八九十]+)(?:个?工作日|日|天|周|个月|年|个?小时|分钟))之?内$`)
	insideTime  = regexp.MustCompile(`(?:日|天|周|月|年|小时|分钟)之?内$`)
	emptyBefore = regexp.MustCompile(`^(?:约|共计|共|累计|合计|总计|实际完成|实际|已完成|完成|已达到|已达|达到|达|为|:)+`)

	plainNumber   = regexp.MustCompile(`^[+-]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)`)
	chineseNumber = regexp.MustCompile(`^[〇零一二两三四五六七八九十百千]+`)
	// spokenNumber is a number in words, such as 九十六点五.
	spokenNumber = regexp.MustCompile(`^[〇零一二两三四五六七八九十百]+(?:点[〇零一二三四五六七八九]+)?$`)
	fullWord     = regexp.MustCompile(`^(?:得)?满分$`)
	// percentWords and tenthWords are shares in words.
	percentWords = regexp.MustCompile(`^(\D*?)百分之(\d+(?:\.\d+)?|[〇零一二两三四五六七八九十百点]+)(.*)$`)
	tenthWords   = regexp.MustCompile(`^(\D{0,8}?)([一二三四五六七八九])成([一二三四五六七八九])?((?:以上|以下|左右)?)$`)
	// remark is what is said in brackets behind a value.
	remark = regexp.MustCompile(`\([^()]*\)$`)
	// ordinalUnit says that a number is a place in an order and no amount.
	ordinalUnit = regexp.MustCompile(`^(?:级|等|星|号|a级|[abc]类|档|品|代)`)
	aboutWords  = regexp.MustCompile(`^[余多]|左右$`)
	anyNumber   = regexp.MustCompile(`\d+(?:\.\d+)?`)
	anyDigit    = regexp.MustCompile(`\d`)

	dateInText = regexp.MustCompile(`(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号])?|(\d{4})[-./](\d{1,2})[-./](\d{1,2})`)
	// dayAlone is a whole date that is all of a cell.
	dayAlone  = regexp.MustCompile(`^(?:于|在|截至)?(?:((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})[日号]|((?:19|20)\d{2})[-/](\d{1,2})[-/](\d{1,2}))(?:之?前|以前)?(?:全部|已|按期|按时|如期)?(?:完成|完工|竣工|验收|投用|上线|交付|发放|到位)?$`)
	dayInText = regexp.MustCompile(`^\D*?(\d{1,2})月(?:(\d{1,2})[日号])?`)
	// monthAlone is a month written 2023-06 or 2023.6.
	monthAlone = regexp.MustCompile(`^(\d{4})([-./])(\d{1,2})(?:月?(?:底|末)?之?前)?$`)
	// periodInText is a quarter, a half or the end of a year.
	periodInText = regexp.MustCompile(`^(?:于|在|截至)?(?:(\d{4})年度?|当年|本年)?(?:第?([一二三四1-4])季度?|([上下])半年|年)?(末|底|内)?(?:之?前|以前|期间)?(?:全部|正式|已|按期|按时|如期)?(?:完成|完工|竣工|验收|投用|上线|交付|发放|到位)?$`)
	dateName     = regexp.MustCompile(`时间|时限|日期`)
	yearTitle    = regexp.MustCompile(`(\d{4})年度`)
	yearOfForm   = regexp.MustCompile(`(\d{4})年(?:部门|单位|项目|财政)*(?:整体)?(?:支出)?绩效(?:目标)?自评`)
	// yearOfUnit has the name of the unit behind the year, moneyOfYear that of a
	// project or its money, which may be of another year.
	yearOfUnit   = regexp.MustCompile(`(\d{4})年([^\d|]{1,24}?)(?:部门|单位|项目)*(?:整体)?支出绩效(?:目标)?自评`)
	moneyOfYear  = regexp.MustCompile(`资金|经费|费用?|补助|补贴|专项|中央|省级|建设|工程|项目|债券|下达|结转|衔接|改造|计划|采购|服务|运行|维护`)
	yearSpan     = regexp.MustCompile(`\d{4}年?度?[-至到~—]+\d{4}年度?`)
	yearInNote   = regexp.MustCompile(`(?:表头|标题|文件名|正文|表内|落款)[^。;]{0,6}?(\d{4})年度`)
	pointsInName = regexp.MustCompile(`\((\d+(?:\.\d+)?)分?\)$|(\d+(?:\.\d+)?)分\)?$`)
	pointsInNote = regexp.MustCompile(`(产出|效益|满意度|预算资金执行率|预算执行率|预算执行)[^\d,，;；。、]{0,8}(\d+(?:\.\d+)?)分`)

	bandRange = regexp.MustCompile(`(?:100%?[-—–~～至]80%|80%[-—–~～至]100%|80%?[-—–~～至]60%|60%[-—–~～至]80%|60%?[-—–~～至]0%?|0%?[-—–~～至]60%|80%?[-—–~～至]50%|50%?[-—–~～至]0%)(?:\(不?含\))?`)
	// shareRange is a range of rates that is all of a cell.
	shareRange = regexp.MustCompile(`^(\d{1,3})(%?)[-—–~～至到](\d{1,3})(%?)(?:\((?:不)?含\d*%?\))?$`)
	// vagueScore is a score that is no number: about so much, or letters. noScore
	// are words that no score is given.
	vagueScore = regexp.MustCompile(`^(?:约|大约|大概|近|将近)|(?:左右|上下|多分?|余分?|以上|以下)$|^[+-]?\d+(?:\.\d+)?e[+-]?\d+$`)
	noScore    = regexp.MustCompile(`不计分|不适用|不涉及|不考核|不评价|未评|不评分|同上|合并|满分|合格|达标|完成|达成|实现|^无$|^[优良中差好√×]+秀?好?$`)
	// bandList is the list of grades to choose from, left in the cell.
	bandList = regexp.MustCompile(`^(?:优良中低?差|优良差|优中差|高中低差?|好中差|好较?一?般?差|好坏|高低|大中小|有无|是否)$`)
	bandName = regexp.MustCompile(`^(?:全部或基本|全部|基本|部分|未)?(?:达成|(?:达成|完成|实现)(?:年度|预期)(?:绩效)?(?:指标|目标))(?:并具有一定效果|且效果较差)?$`)
	// gradeWord is a grade, which says nothing of a rate.
	gradeWord = regexp.MustCompile(`^(?:优秀?|良好?|中等?|较?差|一般|[很较]?好|(?:非常|很|比较|较|基本|不|不太)?满意)$`)
	// doneWord and undoneWord are results in one word.
	doneWord   = regexp.MustCompile(`^(?:全部|均)?(?:完成|完工|竣工|合格|达标|通过|达到|实现|落实|到位|建成)$`)
	doneAdverb = regexp.MustCompile(`^(?:已经|均已|已|均|全部|都)+`)
	undoneWord = regexp.MustCompile(`^(?:尚|暂|还|均|全部)?(?:未|没有|没|不)(?:能够?)?(?:全部|完全|按时|按期|如期|及时)?(?:验收)?(?:完成|完工|竣工|合格|达标|通过|达到|实现|落实|到位|建成)(?:目标|任务|验收|要求|标准)?$`)
	partWord   = regexp.MustCompile(`全部|完全|按时|按期|如期|及时`)
	// denial is a target that says what is not to be.
	denial    = regexp.MustCompile(`[未不无否没零]|^0`)
	bandWords = regexp.MustCompile(`达成年度指标|部分达成|未达成`)

	criteria = regexp.MustCompile(`扣|不得分|得满分|计满分|评分标准|计分标准|每(?:低|高|超|降|少|增|缺)|(?:计|得)\d+(?:\.\d+)?分`)
	// unreadable are remarks that a cell was lost when the table was copied.
	wholeNote  = regexp.MustCompile(`四舍五入[^;。]{0,8}整数|取整`)
	softNote   = regexp.MustCompile(`特殊|适当|原则上`)
	aggregate  = regexp.MustCompile(`绩效目标|绩效指标|合计|总计`)
	leadIn     = regexp.MustCompile(`^[^\d一二三四五六七八九十%]{1,20}`)
	actualLead = regexp.MustCompile(`^(?:已|实际)?(?:控制在|达到|达)`)
	// leadSign is a sign at the end of the words before a number.
	leadSign = regexp.MustCompile(`(?:≥|>|≤|<|=|大于等于|大于|小于等于|小于|不少于|不低于|不小于|至少|超过|不超过|不高于|不大于|控制在)$`)
	// otherCount says that a number does not count all of the thing.
	otherCount = regexp.MustCompile(`第|每|各|均|单|首|前|后|内|其中|新增|剩|未|不足|不到|差|另|仅|除|比|较|增长|增幅|提高|下降|降低|减少|标准|上年|去年|年度|季度|月|规格|型号|版|分别|以下|以内|不高于|不超过|倍`)
	// sizeWords stand between a number and its unit.
	sizeWords = regexp.MustCompile(`^[万亿千百余多]+`)
	doneWords = regexp.MustCompile(`已|共计|共|实际|全年|全部|全面|累计|合计|完成|达到|达|约|为`)
	// fraction is a share as two numbers; shareFirst and shareLast have the
	// percentage beside it.
	fraction   = regexp.MustCompile(`^(\d+)/(\d+)$`)
	shareFirst = regexp.MustCompile(`^\D{0,12}?(\d+(?:\.\d+)?)%\((\d+(?:\.\d+)?)[/÷](\d+(?:\.\d+)?)\)$`)
	shareLast  = regexp.MustCompile(`^\D{0,12}?(\d+(?:\.\d+)?)[/÷](\d+(?:\.\d+)?)(?:[*×x]100%?)?=(\d+(?:\.\d+)?)%$`)
	// shareAsked is a share of those asked, as in 91%(问卷400份,满意364份).
	shareAsked = regexp.MustCompile(`^\D{0,12}?(\d+(?:\.\d+)?)%\((?:共|实际|累计|回收|收回|调查|抽查|抽样|随机)*(?:有效)?(?:问卷|样本|受访|访问|调查|抽查|抽检|检测)(?:群众|对象|者|人数|样品|产品)?:?(\d+)(份|人|户|个|批次|件)?[,;、](?:其中)?(?:表示|回答)?(满意|知晓|知道|合格)(?:的|数|人数|者)?:?(?:有|为)?(\d+)(份|人|户|个|批次|件)?\)$`)
	countAtEnd = regexp.MustCompile(`(\d+(?:\.\d+)?[万亿]?(?:` + countUnits() + `))$`)
	eachWords  = regexp.MustCompile(`第\d|前\d|每|各|人均|户均|以上|≥|不少于|单个|平均`)
	monthWord  = regexp.MustCompile(`月`)
	yearEnd    = regexp.MustCompile(`(\d{4})年(?:底|末)`)
	gradeNoise = regexp.MustCompile(`\(.*?\)|等次|等级|档次|档$|等$`)
	// namedPlace is a place of the form that an excerpt may be torn off at.
	namedPlace = regexp.MustCompile(`指标|产出|效益|满意|总分|合计|[“"「]`)
	unreadable = regexp.MustCompile(`ocr|无法|残缺|缺失|错位|连写|疑为|看不清|模糊|截断`)
)

var (
	groupNoise  = regexp.MustCompile(`指标|服务对象|\d+(?:\.\d+)?分?$|完成情况`)
	pointsAtEnd = regexp.MustCompile(`\((\d+(?:\.\d+)?)分\)$`)
	deductedFor = regexp.MustCompile(`扣(?:了)?\d|扣分原因|原因`)
	partPrefix  = regexp.MustCompile(`^\(?其中`)
	deduction   = regexp.MustCompile(`每.{0,20}扣|扣\d|扣完|酌情扣|分档`)
	// ofExecution is a rule of scoring about the row of money.
	ofExecution = regexp.MustCompile(`执行率?[^,;。]{0,16}(?:满分|不得分|扣|以上)`)
	// rateTimes is the rule that the money scores its rate times its weight.
	rateTimes   = regexp.MustCompile(`执行率(?:\([^()]*\))?[×*x乘](?:以)?|(?:分值?|\d)[×*x乘](?:以)?(?:该项|预算|资金)*执行率`)
	moneyGroup  = regexp.MustCompile(`^(?:预算|资金)?(?:资金)?执行(?:率|情况)?|^预算执行`)
	summaryEnd  = regexp.MustCompile(`(?:合计|小计|总计|总分)$`)
	summaryName = regexp.MustCompile(`^(?:合计|总计|总分|总得分|小计|得分合计|自评总分|自评得分|综合得分|自评得分合计|总分值|合计得分|自评合计)$`)
	subtotal    = regexp.MustCompile(`小计$`)

	outputGroup = regexp.MustCompile(`产出`)
	effectGroup = regexp.MustCompile(`效益|效果|影响`)
	// satisfactionGroup is looked for first: 社会公众满意度 is no effect.
	satisfactionGroup = regexp.MustCompile(`满意`)
	processGroup      = regexp.MustCompile(`决策|管理|过程|投入`)
	costClass         = regexp.MustCompile(`成本`)
	timeClass         = regexp.MustCompile(`时效`)
	bonusName         = regexp.MustCompile(`(?:^|[^参增添附递])加分|扣分项|(?:^|[^递])减分(?:[^红]|$)`)

	// forwardName wins over reverseName: an accident rate falls, a rate of
	// accidents dealt with rises.
	forwardName = regexp.MustCompile(`破案|侦破|破获|结案|审结|执结|调解|成功|就业|培训|监测|检查|巡查|宣传|救援|保险|补偿|赔付|演练|鉴定|普查|排查|检测|治理|消除|预警|报告|登记|建设|购置|改造|维修|采购|扑灭|追回|挽回|核查|核实|签约|复学|下降|降低|减少|压减|压缩|节约|节省|处理|办结|回复|答复|查处|整改|处置|化解|救治|救助|控制达标|预防|防治|防控|覆盖|知晓|满意|合格|达标|完成|及时|准时|到位|支付率|执行率|发放|治愈|检出率|修复|清理`)
	reverseName = regexp.MustCompile(`发生率|发生数|发生次数|发生起数|火灾|伤亡|住院日|抗菌|抗生素|药占|变动率|调整率|结转率|结余率|结转结余|经费控制率|人员控制率|预算控制率|编制控制率|费用控制率|投资控制率|概算控制率|成本控制率|受害率|成灾率|受灾|死亡|发病|感染|事故|案件|发案|投诉|信访|上访|差错|失误|错误率|误差|违规|违法|违纪|逾期|失业|空置|流失|辍学|返贫|返工|超标|超支|漏报|漏检|缺陷|故障|污染|排放|能耗|耗电|负债率|闲置|损失|拥堵|纠纷|舆情|负增长`)
	undecided   = regexp.MustCompile(`经费|费用|支出|资金|金额|造价|单价|价格|成本|标准|时间|时限|工期|周期|天数|时长|期限|等待|响应|次均|人均.*(?:费|支出|成本)|温度|浓度|比重|占比|编制|人员数|水质|等级|类别|级别|排名|名次|位次|使用量|施用量|用量|用水|用电|用油|消耗`)
	// spendingName are names of money and time spent, whatever it is for.
	spendingName = regexp.MustCompile(`(?:费|费用|经费|支出|成本|造价|单价|价格|开支|时间|时限|工期|周期|天数|时长|期限|耗时|用时)$`)
	// changeWords and growthWords stand before a number that says by how much
	// something changed.
	changeWords = regexp.MustCompile(`增长|增加|增幅|提高|提升|上升|下降|降低|减少|降幅|压减|缩短|节约`)
	growthWords = regexp.MustCompile(`增长|增加|增幅|提高|提升|上升`)
	fallWords   = regexp.MustCompile(`下降|降低|减少|降幅|压减|下滑|下跌|减幅`)
	// changeName is the end of a name that is about a change; signless are names of
	// which a minus may be how a fall is written.
	changeName = regexp.MustCompile(`(?:增长|增加|增幅|提高|提升|上升|下降|降低|减少|降幅|减幅|压减)(?:率|幅度?|比例|比率|百分比|情况)?$`)
	signless   = regexp.MustCompile(`下降|降低|减少|降幅|压减|下滑|下跌|减幅|节约|节省|压缩|缩短|提前|减亏|扭亏|变化|变动|增减|偏差|误差|差额|差异`)
	// changeLead stands before a number and says that it is a change; changeAlone
	// is a change that is all of a cell.
	changeLead  = regexp.MustCompile(`^(?:实际|约|(?:较|比|与)?(?:上一?年度?|去年|同期|上年同期|去年同期)|同比|环比|相比)*(?:增长|增加|提高|提升|上升|下降|降低|减少|下滑|下跌)(?:了|约)?`)
	changeAlone = regexp.MustCompile(`^(?:(?:较|比|与)?(?:上一?年度?|去年|往年|同期|上年同期|去年同期)|同比|环比|相比|实现|有所|明显|显著|稳步|持续|逐步|逐年|进一步|略有|大幅)*(?:增长|增加|提高|提升|上升|下降|降低|减少|下滑|下跌)$`)
	// strictSign is a bound that is not itself enough.
	strictSign    = regexp.MustCompile(`^[<>](?:[^=]|$)`)
	savingName    = regexp.MustCompile(`节约|节省|降低|下降|减少|压减|压缩|缩短|提前`)
	undecidedCost = regexp.MustCompile(`标准|投资|收入|率$|比例|占比|定额|补助|补贴|数量`)
	incomeName    = regexp.MustCompile(`收入|增收|产值|利润|税收|销售额|营业额|引资|融资`)

	rateName = regexp.MustCompile(`率$`)
	// shareName is a share of people asked or of things tested.
	shareName   = regexp.MustCompile(`(?:满意度|满意率|知晓率|知晓度|合格率|及格率|成活率|完好率)$`)
	noRatioName = regexp.MustCompile(`(?:频率|效率|功率|速率|分辨率|心率|利率|汇率|税率|费率|使用效率)$`)

	executionName = regexp.MustCompile(`^(?:年度|本年|全年|当年|部门|项目|专项|财政|总体)*(?:预算|资金|经费)+(?:支出)?(?:执行|完成)(?:率|进度|情况)$|^(?:部门|项目|年度)?支出(?:预算)?执行率$`)
	paymentName   = regexp.MustCompile(`(?:完成资金支付|资金支付(?:完成)?率|资金支付进度|资金支出(?:完成)?率|支付完成率|支付进度|资金使用率|预算支出率)`)
	// countName is the name of a number of things, moneyName one about money.
	countName   = regexp.MustCompile(`(?:[个座处台套辆条件项人户株亩棵头只间所栋份册场期次家名例批]数|数量|面积|里程|人次|满意度)$`)
	moneyName   = regexp.MustCompile(`成本|经济|资金|经费|投资|投入|金额|金数|补助|补贴|收入|产值|费|预算|支出|款|价|额|元|增收|奖|贷|保险|工资|津贴|税|租|融资|节约|损失`)
	payingName  = regexp.MustCompile(`拨付|发放|兑付|兑现|支付|缴|偿|结算|资助|救助|慰问|采购|购买|购置|扶持`)
	outputClass = regexp.MustCompile(`数量|质量|时效`)
	resultName  = regexp.MustCompile(`质量|时间$|时限$|合格|及时|达标|满意|成活|完好`)
	genericName = regexp.MustCompile(`^指标\d*$|^满意度$`)
	notDone     = regexp.MustCompile(`未(?:能)?(?:及时|按时|按期|足额|全部|全额)*(?:发放|支付|拨付|兑付|兑现|完成)`)

	publishedEvent = regexp.MustCompile(`公开|公示|发布|上传|公布`)
	filedEvent     = regexp.MustCompile(`填报|填表|报送|上报|报出|审签|签字|盖章|定稿`)
	// noPublication and noFiling are other steps that go by the same words.
	noPublication = regexp.MustCompile(`招标|采购|中标|遴选|招聘`)
	noFiling      = regexp.MustCompile(`目标|预算|申报|整改|复核|决算`)
	// planWord stands with a date that is planned and not one that has come.
	planWord = regexp.MustCompile(`前|底|末|预计|计划|拟`)

	placeholder = regexp.MustCompile(`^(?:0|0\.0+|无|没有|暂无|空|略|同上|(?:无|没有|暂无|未|未发生|未出现|不存在)(?:偏差|偏离)(?:情况|原因)?(?:(?:及|和|与|、|,)?无?改进措施)?|无原因|不适用|不涉及|无此情况|(?:一切|情况|运行|均)?正常|(?:指标|任务|目标)?(?:已|均已|全部|已全部|按时|按期|如期|已按时|已按期|按计划|已按计划)?完成|(?:具体|详情|详细情况|原因)?(?:详|请)?见附[件表](?:\d+|[一二三四五六七八九十])?(?:说明)?|n/?a|x+|×+|\.+|…+)。?$`)
	// leftPrompt is a text of the form that tells what to write.
	leftPrompt = regexp.MustCompile(`\d+字以内|^对照年度目标.{0,4}说明|^结合自评情况|^\(?简要说明|^请(?:填写|说明|注明|简要|对照)|^此处填写`)
	promptNote = regexp.MustCompile(`提示语|占位`)
	goalForm   = regexp.MustCompile(`目标申报|目标表|目标批复`)
	prompt     = regexp.MustCompile(`^(?:\(?(?:偏差|未完成|扣分|得分偏离|差异)*(?:大)?原因(?:分析|说明|及)*(?:与|和|及)?(?:拟)?(?:采取的)?(?:改进)?(?:措施)?(?:说明)?\)?:?|(?:.*[^申])?请(?:填写|说明|注明|在此).*|此处填写.*|\(?\d+字以内\)?|(?:说明)?原因|0)$`)
)

// grades gives the lower and the upper bound a word for a grade allows, of 100
// points; the upper bound is excluded. 合格 alone may stand for all that pass.
func gradeBounds(word string) (low, high int64, ok bool) {
	switch gradeNoise.ReplaceAllString(word, "") {
	case "优", "优秀", "a":
		return 90, 101, true
	case "良", "良好", "b":
		return 80, 90, true
	case "中", "一般", "中等", "c":
		return 60, 80, true
	case "差", "较差", "不合格", "d":
		return 0, 60, true
	case "合格":
		return 60, 101, true
	}
	return 0, 0, false
}

// gradeOf gives the word of the national bands for a score.
func gradeOf(whole int64) string {
	switch {
	case whole >= 90:
		return "优"
	case whole >= 80:
		return "良"
	case whole >= 60:
		return "中"
	}
	return "差"
}

// operatorSign reads the column 指标性质.
func operatorSign(text string) sign {
	text = fold(text)
	switch {
	case atLeastBefore.MatchString(text), strings.Contains(text, "正向"), strings.Contains(text, "越高越好"):
		return atLeast
	case atMostBefore.MatchString(text), strings.Contains(text, "反向"), strings.Contains(text, "逆向"), strings.Contains(text, "越低越好"):
		return atMost
	case equalBefore.MatchString(text):
		return equal
	}
	return noSign
}

const (
	percentName    = "%"
	withinWord     = "以内"
	indicatorWord  = "指标"
	decemberEnd    = "${1}年12月"
	dateRangeWords = "至到~"
	clauseEnds     = ",;。、!?:"
	publishedWord  = "公开"
	yearWord       = "年"
	yearAdverb     = "度"
	moneyWord      = "预算执行"
	outputWord     = "产出"
	effectWord     = "效益"
	contentWord    = "满意"
	emptyCell      = "空"
	mustFill       = "应填写"
	mustBeValue    = "应填写具体数值"
	mustBeDay      = "应填写实有的日期"
	mustExplain    = "应说明原因"
	hundredPercent = "100%"
	zeroWords      = "无"
	pointWord      = "分"
	dateWord       = "日期"
	pointInWords   = "点"
	pieceWord      = "个"
	yesWord        = "是"
	noWord         = "否"
	endWord        = "末"
	bottomWord     = "底"
	periodWords    = "年季"
	firstHalf      = "上"
	ofWord         = "的"
	behindWord     = "之后"
	actNames       = "改造 新建 建设 建成 改建 扩建 修建 修缮 维修 购置 采购 发放 配发 更新 更换 治理 整治 安装 种植 栽植 培育 开展 举办 组织 完成 检测 检查 疏浚 清淤 养护 救助 资助 补助 扶持 慰问 创建 铺设 修复 拆除"
	// hiddenComma stands for a separator of thousands while clauses are told apart.
	hiddenComma = "\ue000"
)

// chineseDigits are the values of the numerals; 十百千 multiply.
var chineseDigits = map[rune]int64{'〇': 0, '零': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9}

var chinesePowers = map[rune]int64{'十': 10, '百': 100, '千': 1000}

// The steps of work.
const (
	noWork = iota
	workTendered
	workContracted
	workBegan
	workEnded
	workAccepted
)

// workNames are the words for each step; the first that is found counts, for
// 竣工验收 is an acceptance.
var workNames = []struct {
	step int
	name *regexp.Regexp
}{
	{workAccepted, regexp.MustCompile(`(?:完工|竣工|项目|工程)?验收`)},
	{workContracted, regexp.MustCompile(`(?:合同)?签订(?:施工|采购|服务)?合同?|(?:施工|采购|服务)?合同签[订署]|签约`)},
	{workTendered, regexp.MustCompile(`(?:公开)?招标(?:公告)?|发标`)},
	{workBegan, regexp.MustCompile(`开工|动工|开始|启动|实施起始`)},
	{workEnded, regexp.MustCompile(`完工|竣工|结束|完成`)},
}

var (
	// otherWork are steps that go by such words and are not those of the work:
	// preparing, judging and paying.
	otherWork = regexp.MustCompile(`自评|评价|填报|报告|监控|审计|审批|审核|前期|设计|整改|目标|方案|备案|决算|结算|支付|拨付|付款|率|数|情况|流标|废标|质量|复工|停工`)
	workWords = regexp.MustCompile(`项目|工程|施工|建设|时间|时限|日期|发布|公告|正式|全部|全面|工作|[,;、:()/]`)
)

// workStep reads the name of a dated step and what it is about.
func workStep(name string) (step int, subject string) {
	text := stem(name)
	if otherWork.MatchString(text) {
		return noWork, ""
	}
	for _, w := range workNames {
		if at := w.name.FindStringIndex(text); at != nil {
			return w.step, workWords.ReplaceAllString(text[:at[0]]+text[at[1]:], "")
		}
	}
	return noWork, ""
}
