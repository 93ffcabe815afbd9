a = 1
/* here starts a remark
b = 2
