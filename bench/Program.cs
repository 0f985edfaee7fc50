Console.WriteLine("nothing yet"); return 1;
