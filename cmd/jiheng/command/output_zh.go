package command

import "fmt"

const (
	outFlag   = "写到哪个文件 (the file to write)"
	forceFlag = "文件已经存在时覆盖 (overwrite the file)"
)

func outputIsThere(path string) error {
	return fmt.Errorf("文件“%s”已经存在，没有写入：请换一个文件名，确要覆盖请加 --force (the file exists)", path)
}

func outputIsFolder(path string) error {
	return fmt.Errorf("“%s”是目录，请给出文件名 (a folder, not a file)", path)
}
