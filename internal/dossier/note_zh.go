package dossier

import "fmt"

// noteName is the entry with the note to the reader.
const noteName = "说明.txt"

// noteText is the note to whoever opens a package, in plain words. It cannot
// name the digest of the dossier, being part of it.
func noteText(m Manifest) string {
	return fmt.Sprintf(`定稿材料核验说明

材料名称：%s
评价单位：%s
定稿时间：%s
%s
一、这是什么

这个压缩包是上面这项绩效自评的定稿材料。定稿以后，报送给财政部门的和向社会公开的是同一份定稿，定稿清单 manifest.json 完全相同；决定不公开的文件，公开的压缩包里没有，由 withheld.json 逐件列出校验值、理由和依据。任何人都可以按下面的办法核对：手里的材料与定稿时是否完全一样。核对不需要联网，也不需要安装专用软件。

二、包里有什么

files 文件夹        定稿的全部文件
manifest.json       定稿清单，列出每个文件的名称、大小和校验值
SHA256SUMS          用 SHA-256 算法得出的校验值，每行一个文件
SM3SUMS             用国家标准 SM3 算法得出的校验值，每行一个文件
withheld.json       不公开的文件，只在有不公开文件的公开压缩包里
说明.txt            就是本文件

校验值好比文件的指纹：文件哪怕只改动一个字，校验值也会完全不同。

三、怎样核对每个文件

先把压缩包解压到一个空文件夹。

1. Windows：在解压后的文件夹里打开“命令提示符”，输入
   certutil -hashfile manifest.json SHA256
   得到一串 64 位的校验值，与 SHA256SUMS 中 manifest.json 那一行比较。其他文件照此办理，把 manifest.json 换成文件名即可。SHA256SUMS 可以用“记事本”打开。
2. 麒麟、统信等 Linux 系统：在解压后的文件夹里打开“终端”，输入
   sha256sum -c SHA256SUMS
   每个文件后面都显示“成功”或“OK”，就是没有改动。
3. 苹果电脑：在“终端”里进入解压后的文件夹，输入
   shasum -a 256 -c SHA256SUMS

四、怎样确认整套材料就是公布的那一套

manifest.json 的 SHA-256 校验值就是这套材料的“定稿摘要”。请把按第三部分得到的这串校验值，与评价单位公布的定稿摘要逐字比较。两者相同，并且第三部分的核对全部通过，就说明清单上的每个文件都与定稿时完全一样。清单以外的文件不属于定稿材料。

五、核对不一致怎么办

多半是下载或者拷贝时损坏，请重新下载后再核对一次。仍然不一致的，请向评价单位反映。定稿以后需要更正的，会另行公布一套新的定稿材料，并在新的清单里写明更正的是哪一套、为什么更正。
`, m.Title, m.Unit, sealedText(m), rehearsalNote(m.Rehearsal))
}

// sealedText is when it was sealed; of a rehearsal the hour of the wall clock.
func sealedText(m Manifest) string {
	text := m.SealedAt.Format("2006年1月2日15时04分05秒")
	if m.Rehearsal != nil {
		text += "（演练时的实际时间；演练日历为" + m.Rehearsal.SealedOn + "）"
	}
	return text
}

// rehearsalNote warns of what was made in a rehearsal, nothing of the rest.
func rehearsalNote(r *Rehearsal) string {
	if r == nil {
		return ""
	}
	return "\n" + rehearsalText + "\n"
}

const rehearsalText = "【演练】本卷宗在演练中生成，内容不是正式的自评结果，不得作为报送、公开或者审计的依据。"
