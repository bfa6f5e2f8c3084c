print("apiserver-boot")
