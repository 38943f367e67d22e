"""What a person is doing when the disk fills up or the program is killed; tried in processes of their own."""
