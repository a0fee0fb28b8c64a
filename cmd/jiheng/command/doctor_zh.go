package command

import (
	"fmt"
	"strings"

	"jiheng/internal/doctor"
)

const doctorShort = "检查安装是否正常，只读，逐项说明怎样修复 (say what is wrong with an installation)"

func doctorSummary(all []doctor.Finding) string {
	n := map[doctor.Level]int{}
	for _, f := range all {
		n[f.Level]++
	}
	return fmt.Sprintf("共 %d 项：正常 %d，提醒 %d，故障 %d。", len(all), n[doctor.OK], n[doctor.Warn], n[doctor.Fail])
}

func filesFine(folder string) doctor.Finding {
	return doctor.Finding{Check: "files", Level: doctor.OK, Text: "文件库可写：" + folder}
}

func filesMissing(folder string) doctor.Finding {
	return doctor.Finding{Check: "files", Level: doctor.Warn, Text: "文件库还没有建立：" + folder, Remedy: "首次启动 jiheng serve 时会自动建立；已经用过的，核对 JIHENG_DATA 是否指对。"}
}

func filesBroken(folder string) doctor.Finding {
	return doctor.Finding{Check: "files", Level: doctor.Fail, Text: "文件库不是可用的文件夹：" + folder, Remedy: "核对 JIHENG_DATA，恢复原来的文件夹。"}
}

func filesClosed(folder string) doctor.Finding {
	return doctor.Finding{Check: "files", Level: doctor.Fail, Text: "文件库不能写入：" + folder, Remedy: "把该文件夹的属主改为运行程序的用户（chown -R）。"}
}

func roomUnknown(folder string) doctor.Finding {
	return doctor.Finding{Check: "room", Level: doctor.Warn, Text: "看不出剩余空间：" + folder, Remedy: "用 df 查看。"}
}

func roomFinding(folder string, free uint64) doctor.Finding {
	f := doctor.Finding{Check: "room", Level: doctor.OK, Text: fmt.Sprintf("%s 所在磁盘剩余 %.1f GB", folder, float64(free)/(1<<30))}
	switch {
	case free < roomNeeded:
		f.Level, f.Remedy = doctor.Fail, "立即扩容；空间不足时不再接收材料。"
	case free < roomWanted:
		f.Level, f.Remedy = doctor.Warn, "请尽快扩容。"
	}
	return f
}

func keyFine(paths []string) doctor.Finding {
	return doctor.Finding{Check: "key", Level: doctor.OK, Text: "签名密钥可用，只有属主能读：" + strings.Join(paths, "、")}
}

func keyToCome(path string) doctor.Finding {
	return doctor.Finding{Check: "key", Level: doctor.Warn, Text: "签名密钥还没有生成：" + path, Remedy: "首次启动 jiheng worker 时会自动生成；已经用过的，从备份恢复原来的密钥。"}
}

func keyMissing(path string) doctor.Finding {
	return doctor.Finding{Check: "key", Level: doctor.Fail, Text: "找不到配置的签名密钥：" + path, Remedy: "核对路径，或者用 jiheng key new 生成。"}
}

func keyOpen(path, mode string) doctor.Finding {
	return doctor.Finding{Check: "key", Level: doctor.Fail, Text: "签名密钥别人也能读（权限 " + mode + "）：" + path, Remedy: "chmod 600 " + path + "；可能已经泄露的，换用新密钥。"}
}

func keyIllegible(path string) doctor.Finding {
	return doctor.Finding{Check: "key", Level: doctor.Fail, Text: "签名密钥读不出来：" + path, Remedy: "从备份恢复，或者用 jiheng key new 生成新的。"}
}

func checkpointFileNone() doctor.Finding {
	return doctor.Finding{Check: "checkpoint_file", Level: doctor.Warn, Text: "没有另存检查点文件", Remedy: "设置 JIHENG_CHECKPOINT_FILE，放在由审计管理员掌管的另一台主机上。"}
}

func checkpointFileUnread(path string) doctor.Finding {
	return doctor.Finding{Check: "checkpoint_file", Level: doctor.Fail, Text: "不能把检查点文件与数据库对照：" + path, Remedy: "确认数据库可用、结构最新，该文件可读，密钥旁边的 .pub 是公钥。"}
}

func checkpointFileAhead(path, last string, own int64) doctor.Finding {
	return doctor.Finding{
		Check: "checkpoint_file", Level: doctor.Fail,
		Text:   fmt.Sprintf("检查点文件比数据库新：转储以后的流水没有恢复回来。文件 %s 至%s；数据库只到第 %d 号", path, last, own),
		Remedy: "先不要启动服务，改用更新的转储再恢复一次；没有的，按运行手册“恢复以后流水有缺”办理。",
	}
}

func checkpointFileParts(path, last string) doctor.Finding {
	return doctor.Finding{
		Check: "checkpoint_file", Level: doctor.Fail,
		Text:   fmt.Sprintf("检查点文件 %s 与数据库分了岔：文件中的%s，数据库里没有，或者是另一个", path, last),
		Remedy: "恢复过数据库的，按运行手册“恢复以后流水有缺”办理；没有恢复过的，保留现场，执行 jiheng audit verify 查明。",
	}
}

func checkpointFileFine(path string) doctor.Finding {
	return doctor.Finding{Check: "checkpoint_file", Level: doctor.OK, Text: "检查点文件与数据库一致：" + path}
}

func mailNone() doctor.Finding {
	return doctor.Finding{Check: "mail", Level: doctor.Warn, Text: "没有配置邮件，提醒只在系统内", Remedy: "设置 JIHENG_SMTP_HOST、JIHENG_SMTP_FROM。"}
}

func mailSilent(address string) doctor.Finding {
	return doctor.Finding{Check: "mail", Level: doctor.Fail, Text: "连不上邮件服务器 " + address, Remedy: "核对 JIHENG_SMTP_HOST、JIHENG_SMTP_PORT 和防火墙。"}
}

func mailFine(address string) doctor.Finding {
	return doctor.Finding{Check: "mail", Level: doctor.OK, Text: "邮件服务器 " + address + " 有应答"}
}

func channelsFound(n int) doctor.Finding {
	return doctor.Finding{Check: "channels", Level: doctor.OK, Text: fmt.Sprintf("配置了 %d 个消息渠道（未试发）", n)}
}

// programFinding speaks of a program that may be configured.
func programFinding(check string, command []string, there bool) doctor.Finding {
	name, without, variable := "读取 PDF 文字的程序", "公开前不能扫描 PDF 中的个人信息", "JIHENG_PDF_READER"
	if check == "converter" {
		name, without, variable = "转换 Office 文件的程序", "Office 材料不能在线预览", "JIHENG_CONVERTER"
	}
	switch {
	case len(command) == 0:
		return doctor.Finding{Check: check, Level: doctor.Warn, Text: "没有配置" + name + "，" + without, Remedy: "安装后设置 " + variable + "。"}
	case !there:
		return doctor.Finding{Check: check, Level: doctor.Fail, Text: "找不到" + name + " " + command[0], Remedy: "安装它，或者改正 " + variable + "。"}
	}
	return doctor.Finding{Check: check, Level: doctor.OK, Text: name + "可用：" + command[0]}
}

func scannerNone() doctor.Finding {
	return doctor.Finding{Check: "scanner", Level: doctor.Warn, Text: "没有配置病毒扫描，材料不经扫描", Remedy: "安装 clamd 后设置 JIHENG_CLAMD。"}
}

func scannerSilent() doctor.Finding {
	return doctor.Finding{Check: "scanner", Level: doctor.Fail, Text: "病毒扫描程序没有应答，新材料会一直等待扫描", Remedy: "启动 clamd，核对 JIHENG_CLAMD。"}
}

func scannerFine() doctor.Finding {
	return doctor.Finding{Check: "scanner", Level: doctor.OK, Text: "病毒扫描程序有应答"}
}

// backupFinding reminds of what no program sees from here.
func backupFinding() doctor.Finding {
	return doctor.Finding{Check: "backup", Level: doctor.Warn, Text: "备份不由本程序进行，这里看不到", Remedy: "确认数据库、数据文件夹和密钥的备份都在执行，并定期演练恢复；做法见运行手册“备份和恢复”（Temporal 不必备份）。"}
}
