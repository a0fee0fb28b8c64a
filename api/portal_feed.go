package api

import (
	"context"
	"encoding/xml"
	"net/http"
	"time"

	"jiheng/internal/fault"
)

// atomFeed is an Atom feed (RFC 4287).
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Link    []feedLink  `xml:"link"`
	Entries []feedEntry `xml:"entry"`
}

type feedLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type feedEntry struct {
	ID      string   `xml:"id"`
	Title   string   `xml:"title"`
	Updated string   `xml:"updated"`
	Author  string   `xml:"author>name"`
	Link    feedLink `xml:"link"`
	Summary string   `xml:"summary"`
}

// PublicFeed gives the latest publications. A correction is an entry of its own,
// since its digest is another.
func (s *server) PublicFeed(c context.Context, _ PublicFeedRequestObject) (PublicFeedResponseObject, error) {
	ctx, _ := enter(c)
	list, _, err := s.store.Published(ctx, Wanted{}, defaultPage, "")
	if err != nil {
		return nil, err
	}
	f := atomFeed{
		Lang: "zh-CN", ID: "urn:jiheng:publications", Title: feedTitle(), Updated: time.Unix(0, 0).UTC().Format(time.RFC3339),
		Link: []feedLink{{Rel: "alternate", Href: publicPath}, {Rel: "self", Href: "/public/feed.atom"}},
	}
	for i, e := range list {
		at := e.PublishedAt.UTC().Format(time.RFC3339)
		if i == 0 {
			f.Updated = at
		}
		f.Entries = append(f.Entries, feedEntry{
			ID: "urn:sha256:" + e.Digest, Title: e.Title, Updated: at, Author: e.UnitName,
			Link: feedLink{Href: publicPath + "/" + string(e.ID)}, Summary: feedSummary(e),
		})
	}
	return s.feedOf(c, f, "application/atom+xml; charset=utf-8")
}

// rssFeed is an RSS 2.0 feed, for readers that know no Atom.
type rssFeed struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	Core    string     `xml:"xmlns:dc,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Description string    `xml:"description"`
	Language    string    `xml:"language"`
	BuiltAt     string    `xml:"lastBuildDate,omitempty"`
	Self        rssSelf   `xml:"atom:link"`
	Items       []rssItem `xml:"item"`
}

type rssSelf struct {
	Href string `xml:"href,attr"`
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
}

type rssItem struct {
	Title       string  `xml:"title"`
	Link        string  `xml:"link"`
	Description string  `xml:"description"`
	Creator     string  `xml:"dc:creator"`
	GUID        rssGUID `xml:"guid"`
	PublishedAt string  `xml:"pubDate"`
}

// rssGUID is the digest of what was published, which is the same for ever; it
// is no address.
type rssGUID struct {
	PermaLink bool   `xml:"isPermaLink,attr"`
	Value     string `xml:",chardata"`
}

// PublicRSS gives what PublicFeed gives, as RSS.
func (s *server) PublicRSS(c context.Context, _ PublicRSSRequestObject) (PublicRSSResponseObject, error) {
	ctx, _ := enter(c)
	list, _, err := s.store.Published(ctx, Wanted{}, defaultPage, "")
	if err != nil {
		return nil, err
	}
	at := s.addressFor(requestOf(c))
	f := rssFeed{
		Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Core: "http://purl.org/dc/elements/1.1/",
		Channel: rssChannel{
			Title: feedTitle(), Link: at + publicPath, Description: feedDescription(), Language: "zh-cn",
			Self: rssSelf{Href: at + "/public/feed.rss", Rel: "self", Type: "application/rss+xml"},
		},
	}
	for i, e := range list {
		published := local(e.PublishedAt).Format(time.RFC1123Z)
		if i == 0 {
			f.Channel.BuiltAt = published
		}
		f.Channel.Items = append(f.Channel.Items, rssItem{
			Title: e.Title, Link: at + publicPath + "/" + string(e.ID), Description: feedSummary(e), Creator: e.UnitName,
			GUID: rssGUID{Value: "urn:sha256:" + e.Digest}, PublishedAt: published,
		})
	}
	return s.feedOf(c, f, "application/rss+xml; charset=utf-8")
}

// addressFor is where the system is reached: as it is configured, else as who
// asks reached it. RSS knows no relative addresses.
func (s *server) addressFor(r *http.Request) string {
	switch {
	case s.address != "":
		return s.address
	case r.TLS != nil:
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func (s *server) feedOf(c context.Context, feed any, mediaType string) (*handout, error) {
	body, err := xml.MarshalIndent(feed, "", "  ")
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "encode_failed", "encode feed")
	}
	body = append([]byte(xml.Header), body...)
	return s.copyOf(c, shortDigest(body), mediaType, body), nil
}
