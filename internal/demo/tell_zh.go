package demo

import "fmt"

// says joins who, or what it is about, and the words.
func says(who, words string) string {
	switch {
	case who == "":
		return words
	case words == "":
		return who
	}
	return who + "：" + words
}

// answered is the answer of the API to somebody it refused.
func answered(p *Problem) string {
	said := says(p.Title, p.Detail)
	if p.Rule != "" {
		said += "［" + p.Rule + "］"
	}
	return said
}

func handedTo(title, post string) string { return title + "（" + post + "）" }

func digestOf(digest string) string { return "摘要 " + digest }

func publishedAt(digest, page string) string { return digest + "，公开页面 " + page }

func refusedAs(title, rule, code string) string {
	if code != "" {
		rule += "［" + code + "］"
	}
	return says(title, rule)
}

// counted says how many files a decision on publication lets out.
func counted(clearing map[string]any) string {
	files, _ := clearing["files"].([]any)
	public := 0
	for _, f := range files {
		file, _ := f.(map[string]any)
		if out, _ := file["public"].(bool); out {
			public++
		}
	}
	return fmt.Sprintf("公开 %d 件，不公开 %d 件", public, len(files)-public)
}
