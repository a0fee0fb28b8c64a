#!/usr/bin/env bash
# Makes the two fonts beside this script: the PDFs of the project embed what
# they use of them. Needs npm and python3 with pip; takes a minute.
#
# Sources, pinned by digest: Noto Serif SC Regular and Noto Sans SC Bold as the
# npm packages of @expo-google-fonts carry them (SIL Open Font License 1.1).
# Kept are the characters of GBK (all of U+4E00-9FFF in the serif), hinting and
# layout features are dropped. What is changed may not bear a reserved name, so
# the fonts are called Jiheng Serif and Jiheng Sans.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent @expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3
sha256sum --check --quiet <<'SUMS'
ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e  expo-google-fonts-noto-serif-sc-0.4.3.tgz
0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59  expo-google-fonts-noto-sans-sc-0.4.3.tgz
SUMS
mkdir serif sans
tar xzf expo-google-fonts-noto-serif-sc-0.4.3.tgz -C serif
tar xzf expo-google-fonts-noto-sans-sc-0.4.3.tgz -C sans
python3 -m venv venv
venv/bin/pip install --quiet fonttools==4.68.0
venv/bin/python "$here/subset.py" serif/package/400Regular/NotoSerifSC_400Regular.ttf "Jiheng Serif" gbk "$here/serif.ttf.gz"
venv/bin/python "$here/subset.py" sans/package/700Bold/NotoSansSC_700Bold.ttf "Jiheng Sans" gb2312 "$here/sans.ttf.gz"
cp serif/package/LICENSE_FONT "$here/OFL.txt"
