package document

import (
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"github.com/gabriel-vasile/mimetype"
)

const (
	// maxSide and maxPixels bound a picture: an A3 page scanned at 600 dots an
	// inch has 7,016 by 9,921 of them.
	maxSide   = 20_000
	maxPixels = 100_000_000
)

// picture accepts a PNG or JPEG of a size that programs can open.
func (f file) picture(found *mimetype.MIME, kind Kind, decode func(io.Reader) (image.Config, error)) (Kind, error) {
	if !descends(found, kind.MediaType) {
		return Kind{}, f.mismatch(kind, found.String())
	}
	size, err := decode(f.content())
	if err != nil {
		return Kind{}, f.damaged(err)
	}
	if size.Width > maxSide || size.Height > maxSide || size.Width*size.Height > maxPixels {
		return Kind{}, f.refuse(ReasonPicture, "dimensions")
	}
	return kind, f.alone()
}

func (f file) png(found *mimetype.MIME) (Kind, error) {
	return f.picture(found, Kind{Extension: "png", MediaType: "image/png"}, png.DecodeConfig)
}

func (f file) jpeg(found *mimetype.MIME) (Kind, error) {
	return f.picture(found, Kind{Extension: "jpg", MediaType: "image/jpeg"}, jpeg.DecodeConfig)
}
