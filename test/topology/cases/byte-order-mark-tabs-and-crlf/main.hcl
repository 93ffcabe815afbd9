cluster "us" {
	bootstrap = ["ünïcode.example.com"]
	näme = 1
}
