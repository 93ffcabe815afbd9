locals {
	name	= "日本語" "x"
	日本 = [1 語]
  e = "👍🏽" + é é
}
