package command

import (
	"errors"
	"fmt"
	"io/fs"
)

func isMissing(path string) string {
	return fmt.Sprintf("没有“%s”这个文件，请核对名称和所在目录 (no such file)", path)
}

func isFolder(path string) error {
	return fmt.Errorf("“%s”是目录，请给出其中的一个文件 (a folder, not a file)", path)
}

func isEmpty(path string) error {
	return fmt.Errorf("“%s”是空文件，没有内容可读 (the file is empty)", path)
}

func notOnDisk(path string) error {
	return fmt.Errorf("“%s”不是磁盘上的文件，请先另存为文件 (not a file on a disk)", path)
}

func isNotUTF8(path string) error {
	return fmt.Errorf("“%s”不是 UTF-8 编码的文本，可能是 GBK（GB18030）：请用编辑器另存为 UTF-8 编码后重试 (save it as UTF-8)", path)
}

func isUTF16Text(path string) error {
	return fmt.Errorf("“%s”是 UTF-16 编码（记事本里叫 Unicode）：请用编辑器另存为 UTF-8 编码后重试 (UTF-16, save it as UTF-8)", path)
}

func isDamaged(path string, line, column int) error {
	return fmt.Errorf("“%s”第%d行第%d个字符不是 UTF-8 编码，其余内容是：该处可能已损坏，请改正这个字符后重试 (a byte that is no UTF-8)", path, line, column)
}

func endsInCharacter(path string, line, column int) error {
	return fmt.Errorf("“%s”不完整，在第%d行第%d个字符中间断了：请重新取得整个文件后重试 (cut off within a character)", path, line, column)
}

func mayNotRead(path string) error {
	return fmt.Errorf("没有权限读取“%s”，请换用有权限的用户，或请管理员放开 (permission denied)", path)
}

// cannotRead gives the operating system's word in brackets: whoever looks
// after the machine needs it.
func cannotRead(path string, err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = p.Err
	}
	return fmt.Errorf("读不出“%s”，文件或磁盘可能已损坏，请换一份重试 (%w)", path, err)
}
